package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ApiShapeTest {

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'));
    }

    private static void assertShown(ApiTable table, String webhook, String shown) {
        assertThat(ApiShape.of(table, object(webhook))).isEqualTo(object(shown));
    }

    @Test
    void anInvitationDoesNotSayWhoAccepted() {
        assertShown(
                ApiTable.INVITATIONS,
                "{'id':'orginv_1','user_id':'user_1','data':{},'organization_id':'org_1'}",
                "{'id':'orginv_1','organization_id':'org_1','public_organization_data':{'id':'org_1'}}");
        assertShown(
                ApiTable.INVITATIONS,
                "{'organization_id':'org_1','public_organization_data':{'slug':'acme'}}",
                "{'organization_id':'org_1','public_organization_data':{'slug':'acme'}}");
    }

    @Test
    void aMembershipHasPrivateMetadataAndAnOrganizationNoCounts() {
        assertShown(ApiTable.MEMBERSHIPS, "{'id':'orgmem_1'}", "{'id':'orgmem_1','private_metadata':{}}");
        assertShown(ApiTable.MEMBERSHIPS, "{'private_metadata':{'seat':4}}", "{'private_metadata':{'seat':4}}");
        assertShown(
                ApiTable.ORGANIZATIONS,
                "{'id':'org_1','members_count':2,'pending_invitations_count':1,"
                        + "'missing_member_with_elevated_permissions':false}",
                "{'id':'org_1'}");
    }

    @Test
    void whatNoTableChangesIsTheWebhooks() {
        for (ApiTable table : Arrays.asList(
                ApiTable.USERS, ApiTable.DOMAINS, ApiTable.ROLES, ApiTable.PERMISSIONS, ApiTable.WAITLIST)) {
            assertShown(
                    table,
                    "{'user_id':'user_1','interval':'month','members_count':2}",
                    "{'user_id':'user_1','interval':'month','members_count':2}");
        }
    }

    @Test
    void anItemIsInTheNewDialect() {
        assertShown(
                ApiTable.SUBSCRIPTION_ITEMS,
                "{'interval':'month','subscription_id':'sub_1','plan':{'amount':900,'currency':'EUR'},"
                        + "'payer':{'id':'payer_1','user_id':'user_1','organization_id':'','seats':3}}",
                "{'plan_period':'month','plan':{'currency':'EUR','fee':{'amount':900,'currency':'EUR'}},"
                        + "'payer':{'id':'payer_1','user_id':'user_1','organization_id':null,'seats':3},"
                        + "'payer_id':'payer_1'}");
        assertShown(
                ApiTable.SUBSCRIPTION_ITEMS,
                "{'plan':{'amount':0},'payer':{'id':'payer_1'},'payer_id':'payer_2'}",
                "{'plan':{'fee':{'amount':0,'currency':'USD'}},'payer':{'id':'payer_1'},'payer_id':'payer_2'}");
        assertShown(ApiTable.SUBSCRIPTION_ITEMS, "{'plan':{'amount':'free'}}", "{'plan':{'amount':'free'}}");
    }

    @Test
    void aSubscriptionHasItsItemsAndNothingThatOnlyWebhooksHave() {
        ObjectNode shown = ApiShape.subscription(
                object("{'id':'sub_1','items':[{'interval':'annual'},null],'canceled_at':1,'ended_at':null,"
                        + "'latest_payment_id':'pay_1','payment_source_id':'src_1','payer':{'id':'payer_1'}}"),
                "ins_1");
        assertThat(shown)
                .isEqualTo(object("{'id':'sub_1','subscription_items':[{'plan_period':'annual'},null],"
                        + "'instance_id':'ins_1','eligible_for_free_trial':false}"));
    }

    @Test
    void aPaymentAttemptNamesItsMethod() {
        assertThat(ApiShape.paymentAttempt(object("{'id':'pay_1','invoice_id':'inv_1','failed_reason':{},"
                        + "'billing_date':1,'subscription_items':[],"
                        + "'payment_source':{'id':'src_1','payment_method':'card'}}")))
                .isEqualTo(object("{'id':'pay_1','object':'commerce_payment','payment_method_id':'src_1',"
                        + "'payment_method':{'payment_type':'card'}}"));
        assertThat(ApiShape.paymentAttempt(object("{'id':'pay_2'}")))
                .isEqualTo(object("{'id':'pay_2','object':'commerce_payment'}"));
    }

    @Test
    void aNewerClerkHasAFieldMoreAndForUsersOneLess() {
        JsonNode organization = ApiShape.newer(ApiTable.ORGANIZATIONS, object("{'legal_accepted_at':1}"));
        assertThat(organization)
                .isEqualTo(object("{'legal_accepted_at':1,'of_a_clerk_yet_to_come':{'level':'unheard_of'}}"));
        JsonNode user = ApiShape.newer(ApiTable.USERS, object("{'legal_accepted_at':1}"));
        assertThat(user)
                .isEqualTo(object(
                        "{'requires_password_reset':false," + "'of_a_clerk_yet_to_come':{'level':'unheard_of'}}"));
    }

    @Test
    void aSessionHasTasksAndNoUser() {
        assertThat(ApiShape.session(object("{'id':'sess_1','user':{'id':'user_1'}}")))
                .isEqualTo(object("{'id':'sess_1','tasks':[]}"));
    }
}
