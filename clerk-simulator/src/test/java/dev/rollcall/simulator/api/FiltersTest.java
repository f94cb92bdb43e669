package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.simulator.api.Paging.RefusedException;
import dev.rollcall.simulator.world.Meaning.Owners;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FiltersTest {

    private final ClerkObjects objects = new ClerkObjects();

    private void put(ApiTable table, String json) {
        objects.put(table.resource(), (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"')), Owners.NONE);
    }

    private void threeUsers() {
        put(
                ApiTable.USERS,
                "{'id':'user_1','created_at':10,'last_active_at':100,'last_sign_in_at':7,'username':'ada',"
                        + "'first_name':'Ada','email_addresses':[{'email_address':'a@x.io'},{'email_address':'b@x.io'}]}");
        put(
                ApiTable.USERS,
                "{'id':'user_2','created_at':20,'last_active_at':200,'last_sign_in_at':8,'username':'bob',"
                        + "'last_name':'Nadal','email_addresses':[{'email_address':'c@x.io'}]}");
        put(ApiTable.USERS, "{'id':'user_3','created_at':30,'last_active_at':300,'last_sign_in_at':9}");
    }

    private List<String> asked(ApiTable table, String query) throws RefusedException {
        List<Listed> all = objects.held(table.resource()).stream()
                .map(held -> new Listed(table, held))
                .toList();
        return Filters.of(table, request(query), all).stream().map(Listed::id).toList();
    }

    private static ApiRequest request(String query) {
        return ApiRequest.of(URI.create("http://127.0.0.1/v1/any?" + query));
    }

    private void assertRefused(String parameter, ApiTable table, String query) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> asked(table, query))
                .satisfies(refused -> assertThat(refused.parameter()).isEqualTo(parameter));
    }

    @Test
    void valuesAreAnyOfThoseNamedAndNoneOfThoseWithAMinus() throws Exception {
        threeUsers();
        assertThat(asked(ApiTable.USERS, "user_id=user_1&user_id=user_3")).containsExactly("user_1", "user_3");
        assertThat(asked(ApiTable.USERS, "user_id=-user_1")).containsExactly("user_2", "user_3");
        assertThat(asked(ApiTable.USERS, "username=%2Bbob")).containsExactly("user_2");
        assertThat(asked(ApiTable.USERS, "username=ada&username=-ada")).isEmpty();
    }

    @Test
    void aFilterWithoutAValueMeansAllAndOneThatNobodyKnowsIsPassedOver() throws Exception {
        threeUsers();
        assertThat(asked(
                        ApiTable.USERS,
                        "user_id=&query=&email_address=&created_at_after=&last_active_at_before=&shoe=9"))
                .hasSize(3);
        assertThat(asked(ApiTable.USERS, "query&include_free=false")).hasSize(3);
    }

    @Test
    void addressesAreAnyOfAUsersWhole() throws Exception {
        threeUsers();
        assertThat(asked(ApiTable.USERS, "email_address=b@x.io")).containsExactly("user_1");
        assertThat(asked(ApiTable.USERS, "email_address=c@x.io&email_address=a@x.io"))
                .containsExactly("user_1", "user_2");
        assertThat(asked(ApiTable.USERS, "email_address=x.io")).isEmpty();
    }

    @Test
    void timesAreBeforeOrAfterABoundThatIsNotItselfAmongThem() throws Exception {
        threeUsers();
        assertThat(asked(ApiTable.USERS, "created_at_after=20")).containsExactly("user_3");
        assertThat(asked(ApiTable.USERS, "created_at_before=20")).containsExactly("user_1");
        assertThat(asked(ApiTable.USERS, "last_active_at_after=100")).containsExactly("user_2", "user_3");
        assertThat(asked(ApiTable.USERS, "last_sign_in_at_before=9&last_sign_in_at_after=7"))
                .containsExactly("user_2");
        assertRefused("created_at_after", ApiTable.USERS, "created_at_after=yesterday");
    }

    @Test
    void onlyUsersAreFilteredByAddressAndTime() throws Exception {
        put(ApiTable.ORGANIZATIONS, "{'id':'org_1','created_at':10}");
        assertThat(asked(ApiTable.ORGANIZATIONS, "created_at_after=20&email_address=a@x.io"))
                .containsExactly("org_1");
    }

    @Test
    void aQueryIsAPartOfAnyNameInAnyCaseOrTheWholeId() throws Exception {
        threeUsers();
        assertThat(asked(ApiTable.USERS, "query=ADA")).containsExactly("user_1", "user_2");
        assertThat(asked(ApiTable.USERS, "query=user_3")).containsExactly("user_3");
        assertThat(asked(ApiTable.USERS, "query=user_")).isEmpty();
    }

    @Test
    void aQueryForRolesAndPermissionsIsAnId() throws Exception {
        put(ApiTable.ROLES, "{'id':'role_1','name':'Admin'}");
        put(ApiTable.ROLES, "{'id':'role_2','name':'Member'}");
        put(ApiTable.PERMISSIONS, "{'id':'perm_1','name':'Read'}");
        assertThat(asked(ApiTable.ROLES, "query=role_2")).containsExactly("role_2");
        assertThat(asked(ApiTable.ROLES, "query=Admin")).isEmpty();
        assertThat(asked(ApiTable.PERMISSIONS, "query=perm_1")).containsExactly("perm_1");
        assertThat(asked(ApiTable.PERMISSIONS, "query=Read")).isEmpty();
    }

    @Test
    void itemsOfFreePlansComeOnlyWhenTheyAreAskedFor() throws Exception {
        put(ApiTable.SUBSCRIPTION_ITEMS, "{'id':'item_1','created_at':1,'plan':{'amount':0}}");
        put(ApiTable.SUBSCRIPTION_ITEMS, "{'id':'item_2','created_at':2,'plan':{'amount':900}}");
        put(ApiTable.SUBSCRIPTION_ITEMS, "{'id':'item_3','created_at':3}");
        assertThat(asked(ApiTable.SUBSCRIPTION_ITEMS, "")).containsExactly("item_2", "item_3");
        assertThat(asked(ApiTable.SUBSCRIPTION_ITEMS, "include_free=true"))
                .containsExactly("item_1", "item_2", "item_3");
        put(ApiTable.WAITLIST, "{'id':'wait_1','plan':{'fee':{'amount':0}}}");
        assertThat(asked(ApiTable.WAITLIST, "")).containsExactly("wait_1");
    }

    @Test
    void aHundredValuesAreTheMostAndNoneBeginsWithABlank() throws Exception {
        threeUsers();
        String hundred =
                IntStream.range(0, 100).mapToObj(any -> "user_id=user_1").collect(Collectors.joining("&"));
        assertThat(asked(ApiTable.USERS, hundred)).containsExactly("user_1");
        assertRefused("user_id", ApiTable.USERS, hundred + "&user_id=user_2");
        assertRefused("email_address", ApiTable.USERS, "email_address=+a@x.io");
    }

    @Test
    void membersAreThoseOfAUserAndARole() throws Exception {
        ClerkObjects members = new ClerkObjects();
        for (int user = 1; user <= 4; user++) {
            members.put(
                    "organizationMembership",
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("id", "orgmem_" + user)
                            .put("role", user % 2 == 0 ? "org:admin" : "org:member"),
                    user == 4 ? Owners.NONE : new Owners("org_1", "user_" + user));
        }
        List<Listed> all = members.held("organizationMembership").stream()
                .map(held -> new Listed(ApiTable.MEMBERSHIPS, held))
                .toList();
        assertThat(Filters.members(request(""), all)).isEqualTo(all);
        assertThat(Filters.members(request("role=org:admin"), all))
                .extracting(Listed::id)
                .containsExactly("orgmem_2", "orgmem_4");
        assertThat(Filters.members(request("user_id=user_1&user_id=user_2&role=org:admin"), all))
                .extracting(Listed::id)
                .containsExactly("orgmem_2");
    }
}
