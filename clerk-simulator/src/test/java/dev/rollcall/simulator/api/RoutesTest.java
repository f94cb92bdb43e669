package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.world.Meaning.Owners;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RoutesTest {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String INSTANCE = "ins_1";

    private final ClerkObjects objects = new ClerkObjects();
    private ApiFaults faults = ApiFaults.NONE;

    @BeforeEach
    void twoUsersInTwoOrganizations() {
        put("user", "{'id':'user_1','created_at':1,'first_name':'Ada','email_addresses':[{'email_address':'a@x.io'}]}");
        put("user", "{'id':'user_2','created_at':2,'first_name':'Bob'}");
        put("organization", "{'object':'organization','id':'org_1','created_at':1,'slug':'acme','members_count':9}");
        put("organization", "{'object':'organization','id':'org_2','created_at':2,'slug':'other'}");
        membership("orgmem_1", "org_1", "user_1", "org:admin");
        membership("orgmem_2", "org_1", "user_2", "org:member");
        membership("orgmem_3", "org_2", "user_2", "org:member");
        for (String organization : List.of("org_1", "org_2")) {
            Owners owners = new Owners(organization, null);
            put(
                    "organizationInvitation",
                    "{'id':'orginv_%1$s','created_at':1,'organization_id':'%1$s','user_id':'user_1'}"
                            .formatted(organization),
                    owners);
            put("organizationDomain", "{'id':'orgdmn_%1$s','organization_id':'%1$s'}".formatted(organization), owners);
        }
        put("role", "{'id':'role_1','created_at':1,'key':'org:admin'}");
        put("session", "{'id':'sess_1','created_at':1,'user':{'id':'user_1'}}", new Owners(null, "user_1"));
        put("session", "{'id':'sess_2','created_at':2}", new Owners(null, "user_2"));
        put("subscription", "{'id':'sub_1','payer':{'id':'payer_1','user_id':'user_1'},'items':[]}");
        put("subscription", "{'id':'sub_2','payer':{'id':'payer_2','organization_id':'org_2'},'items':[]}");
        put("paymentAttempt", "{'id':'pay_1','created_at':1,'statement_id':'st_1','invoice_id':'inv_1'}");
        put("paymentAttempt", "{'id':'pay_2','created_at':2,'statement_id':'st_2'}");
        put("paymentAttempt", "{'id':'pay_3','created_at':3,'statement_id':'st_1'}");
    }

    private void membership(String id, String organization, String user, String role) {
        put(
                "organizationMembership",
                "{'id':'%s','created_at':1,'role':'%s'}".formatted(id, role),
                new Owners(organization, user));
    }

    private void put(String resource, String json) {
        put(resource, json, Owners.NONE);
    }

    private void put(String resource, String json, Owners owners) {
        objects.put(resource, (ObjectNode) MAPPER.readTree(json.replace('\'', '"')), owners);
    }

    private ApiAnswer ask(String path) {
        return new Routes(INSTANCE, "development", objects, objects, faults, new Random(0))
                .answer(ApiRequest.of(URI.create("http://127.0.0.1/v1/" + path)));
    }

    private JsonNode read(String path) {
        ApiAnswer answer = ask(path);
        assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private List<String> ids(String path) {
        JsonNode page = read(path);
        List<String> ids = (page.isArray() ? page : page.get("data"))
                .valueStream()
                .map(object -> object.get("id").stringValue())
                .toList();
        if (page.isObject()) {
            assertThat(page.get("total_count").intValue()).isEqualTo(ids.size());
        }
        return ids;
    }

    private void assertRefused(int status, String saying, String... paths) {
        for (String path : paths) {
            ApiAnswer answer = ask(path);
            assertThat(answer.status()).as(path).isEqualTo(status);
            assertThat(answer.body()).as(path).contains(saying);
        }
    }

    @Test
    void theInstanceSaysWhichItIsAndWhetherItHasOrganizations() {
        assertThat(read("instance").get("id").stringValue()).isEqualTo(INSTANCE);
        assertThat(read("instance").get("environment_type").stringValue()).isEqualTo("development");
        assertThat(read("instance/organization_settings").get("enabled").booleanValue())
                .isTrue();
        faults = ApiFaults.NONE.withOff(Feature.ORGANIZATIONS).with(ApiFault.OTHER_INSTANCE, 1);
        assertThat(read("instance/organization_settings").get("enabled").booleanValue())
                .isFalse();
        assertThat(read("instance").get("id").stringValue()).startsWith("ins_").isNotEqualTo(INSTANCE);
    }

    @Test
    void anAddressThatClerkDoesNotHaveIsNotFound() {
        assertRefused(
                404,
                "not found",
                "",
                "nothing",
                "instance/nothing",
                "instance/organization_settings/more",
                "organization_roles/role_1/more",
                "users/user_1/nothing",
                "users/user_1/organization_memberships/more",
                "users/user_1/billing/nothing",
                "users/user_1/nothing/subscription",
                "users/user_1/billing/subscription/more",
                "organizations/org_1/nothing",
                "organizations/org_1/nothing/orginv_org_1",
                "organizations/org_1/invitations/orginv_org_1/more",
                "billing/nothing",
                "billing/statements/st_1",
                "billing/statements/st_1/nothing",
                "billing/nothing/st_1/payment_attempts",
                "billing/statements/st_1/payment_attempts/more");
    }

    @Test
    void countsUsersAsTheyAreAskedFor() {
        assertThat(read("users/count").get("total_count").intValue()).isEqualTo(2);
        assertThat(read("users/count?user_id=user_1").get("total_count").intValue())
                .isEqualTo(1);
        faults = ApiFaults.NONE.ignoringFilters();
        assertThat(read("users/count?user_id=user_1").get("total_count").intValue())
                .isEqualTo(2);
        assertThat(ids("users?user_id=user_1")).containsExactly("user_2", "user_1");
        assertThat(ids("organizations/org_1/memberships?user_id=user_1")).hasSize(2);
        faults = ApiFaults.NONE.with(ApiFault.COUNT_OFF, -5);
        assertThat(read("users/count").get("total_count").intValue()).isZero();
    }

    @Test
    void oneUserIsReadByIdWithTheirMemberships() {
        assertThat(read("users/user_1").get("first_name").stringValue()).isEqualTo("Ada");
        assertThat(ids("users/user_2/organization_memberships")).containsExactly("orgmem_3", "orgmem_2");
        assertRefused(
                404,
                "No user was found with id user_3",
                "users/user_3",
                "users/user_3/organization_memberships",
                "users/user_3/billing/subscription");
    }

    @Test
    void oneOrganizationIsReadByIdOrSlugWithWhatBelongsToIt() {
        assertThat(read("organizations/org_2").get("slug").stringValue()).isEqualTo("other");
        assertThat(read("organizations/other").get("id").stringValue()).isEqualTo("org_2");
        assertRefused(404, "No organization was found with id org_3", "organizations/org_3");
        assertRefused(404, "Given organization not found.", "organizations/org_3/memberships");
        assertThat(ids("organizations/org_1/memberships")).containsExactly("orgmem_2", "orgmem_1");
        assertThat(ids("organizations/org_1/memberships?user_id=user_2")).containsExactly("orgmem_2");
        assertThat(ids("organizations/org_1/memberships?role=org:admin")).containsExactly("orgmem_1");
        assertThat(ids("organizations/org_2/invitations")).containsExactly("orginv_org_2");
        assertThat(ids("organizations/org_2/domains")).containsExactly("orgdmn_org_2");
    }

    @Test
    void membersAreCountedForAnOrganizationWhenThatIsAskedFor() {
        assertThat(read("organizations/org_1").has("members_count")).isFalse();
        assertThat(read("organizations/org_1?include_members_count=true")
                        .get("members_count")
                        .intValue())
                .isEqualTo(2);
        assertThat(read("users/user_1?include_members_count=true").has("members_count"))
                .isFalse();
        assertThat(read("organizations?include_members_count=true").get("data"))
                .allMatch(organization -> organization.has("members_count"));
    }

    @Test
    void anInvitationIsReadInItsOrganizationAndInNoOther() {
        JsonNode invitation = read("organizations/org_1/invitations/orginv_org_1");
        assertThat(invitation.get("id").stringValue()).isEqualTo("orginv_org_1");
        assertThat(invitation.has("user_id")).isFalse();
        assertThat(invitation.path("public_organization_data").path("id").stringValue())
                .isEqualTo("org_1");
        assertRefused(
                404,
                "No invitation was found",
                "organizations/org_1/invitations/orginv_org_2",
                "organizations/org_1/invitations/orginv_3");
    }

    @Test
    void aSubscriptionIsItsPayers() {
        JsonNode ofUser = read("users/user_1/billing/subscription");
        assertThat(ofUser.get("id").stringValue()).isEqualTo("sub_1");
        assertThat(ofUser.get("instance_id").stringValue()).isEqualTo(INSTANCE);
        assertThat(read("organizations/org_2/billing/subscription").get("id").stringValue())
                .isEqualTo("sub_2");
        assertRefused(
                404,
                "Subscription not found",
                "users/user_2/billing/subscription",
                "organizations/org_1/billing/subscription");
    }

    @Test
    void statementsNameTheirPaymentAttemptsOnceEach() {
        assertThat(ids("billing/statements")).containsExactly("st_1", "st_2");
        assertThat(ids("billing/statements/st_1/payment_attempts")).containsExactly("pay_1", "pay_3");
        assertThat(read("billing/statements/st_1/payment_attempts").get("data"))
                .noneMatch(attempt -> attempt.has("invoice_id"))
                .allMatch(attempt -> attempt.path("object").asString().equals("commerce_payment"));
    }

    @Test
    void sessionsAreAskedForByIdOrUser() {
        JsonNode session = read("sessions/sess_1");
        assertThat(session.get("id").stringValue()).isEqualTo("sess_1");
        assertThat(session.has("user")).isFalse();
        assertThat(ids("sessions?user_id=user_2")).containsExactly("sess_2");
        assertThat(read("sessions?user_id=user_2").isArray()).isTrue();
        assertThat(ids("sessions?user_id=user_1&paginated=true")).containsExactly("sess_1");
        assertThat(read("sessions?user_id=user_1&paginated=true").get("data").get(0))
                .isEqualTo(session);
        assertRefused(404, "No session was found with id sess_3", "sessions/sess_3");
        assertRefused(422, "user_id is invalid", "sessions");
    }

    @Test
    void whatIsOffSaysSoWhereverItIsAsked() {
        faults = ApiFaults.NONE.withOff(Feature.ORGANIZATIONS, Feature.BILLING);
        assertRefused(
                403,
                "organization_not_enabled_in_instance",
                "organizations",
                "organizations/org_1",
                "organizations/org_1/memberships",
                "organization_roles/role_1");
        assertRefused(
                400,
                "billing_not_enabled",
                "users/user_1/billing/subscription",
                "billing/statements",
                "billing/subscription_items");
        assertThat(read("users/user_1").get("id").stringValue()).isEqualTo("user_1");
    }

    @Test
    void aParameterThatCannotBeIsNamed() {
        assertRefused(422, "limit is invalid", "users?limit=0", "users?limit=ten", "users?limit=-1");
        assertRefused(422, "order_by is invalid", "users?order_by=shoe_size");
    }
}
