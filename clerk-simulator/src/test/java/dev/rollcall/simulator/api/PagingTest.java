package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.simulator.api.Paging.RefusedException;
import dev.rollcall.simulator.world.Meaning.Owners;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PagingTest {

    private final ClerkObjects objects = new ClerkObjects();
    private ApiFaults faults = ApiFaults.NONE;

    /** Their names and the times of their last visit go the other way than their ages. */
    private void put(ApiTable table, int count) {
        for (int number = 10; number < 10 + count; number++) {
            objects.put(
                    table.resource(),
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("id", table.resource() + "_" + number)
                            .put("created_at", number * 1_000)
                            .put("username", "name-" + (99 - number))
                            .put("last_active_at", 1_000_000 - number),
                    Owners.NONE);
        }
    }

    private List<String> page(ApiTable table, String query) throws RefusedException {
        List<Listed> all = objects.held(table.resource()).stream()
                .map(held -> new Listed(table, held))
                .toList();
        ApiRequest request = ApiRequest.of(URI.create("http://127.0.0.1/v1/any?" + query));
        return new Paging(request, faults, new Random(0))
                .of(table, all, objects).stream().map(Listed::id).toList();
    }

    private List<String> users(String query) throws RefusedException {
        return page(ApiTable.USERS, query);
    }

    private void assertRefused(String parameter, String query) {
        assertThatExceptionOfType(RefusedException.class)
                .as(query)
                .isThrownBy(() -> users(query))
                .satisfies(refused -> assertThat(refused.parameter()).isEqualTo(parameter));
    }

    @Test
    void theNewestTenComeWhereNothingIsSaidAndWhereTooMuchIsAskedFor() throws Exception {
        put(ApiTable.USERS, 12);
        assertThat(users("")).hasSize(10).startsWith("user_21").endsWith("user_12");
        assertThat(users("limit=")).hasSize(10);
        assertThat(users("limit=501")).hasSize(10);
        assertThat(users("limit=500")).hasSize(12);
        assertThat(users("limit=1")).containsExactly("user_21");
        assertRefused("limit", "limit=0");
        assertRefused("limit", "limit=-1");
        assertRefused("limit", "limit=ten");
    }

    @Test
    void anOffsetPassesOverSoMany() throws Exception {
        put(ApiTable.USERS, 12);
        assertThat(users("offset=0&limit=2")).containsExactly("user_21", "user_20");
        assertThat(users("offset=10")).containsExactly("user_11", "user_10");
        assertThat(users("offset=12")).isEmpty();
        assertThat(users("offset=13")).isEmpty();
        assertRefused("offset", "offset=-1");
        faults = ApiFaults.NONE.with(ApiFault.IGNORED_OFFSET, 1);
        assertThat(users("offset=10&limit=1")).containsExactly("user_21");
    }

    @Test
    void theOrderIsAFieldOfTheTableUpOrDown() throws Exception {
        put(ApiTable.USERS, 3);
        assertThat(users("order_by=created_at")).containsExactly("user_10", "user_11", "user_12");
        assertThat(users("order_by=%2Bcreated_at")).containsExactly("user_10", "user_11", "user_12");
        assertThat(users("order_by=-created_at")).containsExactly("user_12", "user_11", "user_10");
        assertThat(users("order_by=username")).containsExactly("user_12", "user_11", "user_10");
        assertThat(users("order_by=-username")).containsExactly("user_10", "user_11", "user_12");
        assertThat(users("order_by=last_active_at")).containsExactly("user_12", "user_11", "user_10");
        assertRefused("order_by", "order_by=shoe_size");
        assertRefused("order_by", "order_by=-shoe_size");
    }

    @Test
    void anOrderThatIsFixedCannotBeAskedFor() throws Exception {
        put(ApiTable.SUBSCRIPTION_ITEMS, 2);
        assertThat(page(ApiTable.SUBSCRIPTION_ITEMS, "order_by=created_at"))
                .containsExactly("subscriptionItem_11", "subscriptionItem_10");
    }

    @Test
    void aCursorGoesOnBehindItEitherWay() throws Exception {
        put(ApiTable.USERS, 12);
        assertThat(users("order_by=created_at&starting_after=user_13&limit=3"))
                .containsExactly("user_14", "user_15", "user_16");
        assertThat(users("starting_after=user_13")).containsExactly("user_12", "user_11", "user_10");
        assertThat(users("starting_after=user_10")).isEmpty();
        assertThat(users("order_by=created_at&starting_after=user_21")).isEmpty();
    }

    @Test
    void aCursorIsRefusedWithAnOffsetAnotherOrderOrNoSuchUser() throws Exception {
        put(ApiTable.USERS, 3);
        assertRefused("starting_after", "starting_after=user_11&offset=0");
        assertRefused("starting_after", "starting_after=user_11&order_by=username");
        assertRefused("starting_after", "starting_after=user_99");
        objects.end("user_11");
        assertRefused("starting_after", "starting_after=user_11");
        faults = ApiFaults.NONE.ignoringCursors();
        assertThat(users("starting_after=user_99")).containsExactly("user_12", "user_10");
    }

    @Test
    void aCursorAtADeletedUserGoesOnFromItsPlaceWhereThatIsAFault() throws Exception {
        put(ApiTable.USERS, 5);
        objects.end("user_12");
        faults = ApiFaults.NONE.with(ApiFault.CURSOR_OF_ENDED_GOES_ON, 1);
        assertThat(users("order_by=created_at&starting_after=user_12")).containsExactly("user_13", "user_14");
        assertThat(users("starting_after=user_12")).containsExactly("user_11", "user_10");
        objects.end("user_10");
        assertThat(users("order_by=created_at&starting_after=user_10&limit=1")).containsExactly("user_11");
        assertRefused("starting_after", "starting_after=user_99");
    }

    @Test
    void onlyUsersHaveCursors() throws Exception {
        put(ApiTable.ORGANIZATIONS, 2);
        assertThat(page(ApiTable.ORGANIZATIONS, "starting_after=organization_11"))
                .containsExactly("organization_11", "organization_10");
    }

    @Test
    void aShortPageIsHalfOfItAndNeverNone() throws Exception {
        put(ApiTable.USERS, 12);
        faults = ApiFaults.NONE.with(ApiFault.SHORT_PAGE, 1000);
        assertThat(users("limit=8")).containsExactly("user_21", "user_20", "user_19", "user_18");
        assertThat(users("limit=2")).containsExactly("user_21");
        assertThat(users("limit=1")).containsExactly("user_21");
    }

    @Test
    void tiesAreShuffledOnlyBehindAnOffsetAndStayInTheirOrderOtherwise() throws Exception {
        for (int number = 10; number < 40; number++) {
            objects.put(
                    "user",
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("id", "user_" + number)
                            .put("created_at", number < 25 ? 1 : 2),
                    Owners.NONE);
        }
        List<String> settled = users("order_by=created_at&offset=1&limit=100");
        faults = ApiFaults.NONE.with(ApiFault.SHUFFLED_TIES, 1);
        assertThat(users("order_by=created_at&limit=100").subList(1, 30)).isEqualTo(settled);
        List<String> shuffled = users("order_by=created_at&offset=1&limit=100");
        assertThat(shuffled).hasSize(29).isNotEqualTo(settled);
        assertThat(shuffled.subList(0, 14)).allMatch(id -> id.compareTo("user_25") < 0);
        assertThat(users("offset=1&limit=14")).allMatch(id -> id.compareTo("user_25") >= 0);
    }
}
