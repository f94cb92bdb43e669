package dev.rollcall.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RowComparisonTest {

    private final Differences found = new Differences();

    private static Row user(String json) {
        return Row.expected(Schema.USERS, (ObjectNode) Json.read(json.replace('\'', '"')));
    }

    private static Row ended() {
        return Row.of(Map.of(Row.DELETED_AT, true));
    }

    private void live(Row expected, @Nullable Row actual) {
        RowComparison.compareLive(Schema.USERS, "user_1", expected, actual, found);
    }

    private static Difference ofRow(@Nullable String expected, @Nullable String actual) {
        return new Difference("clerk.users", "user_1", RowComparison.ROW, expected, actual);
    }

    @Test
    void twoEqualRowsHaveNoDifference() {
        Row row = user("{'id':'user_1','first_name':'Ada','email_addresses':[{'id':'idn_1','email_address':'a'}]}");
        live(row, user("{'email_addresses':[{'email_address':'a','id':'idn_1'}],'first_name':'Ada','id':'user_1'}"));
        RowComparison.compareEnded("clerk.users", "user_1", ended(), found);
        RowComparison.compareAbsent("clerk.users", "user_1", null, found);
        assertThat(found.count()).isZero();
        assertThat(found.listed()).isEmpty();
    }

    @Test
    void aRowThatMustLiveIsThereAndLives() {
        live(user("{'id':'user_1'}"), null);
        live(user("{'id':'user_1'}"), ended());
        assertThat(found.listed()).containsExactly(ofRow("live", null), ofRow("live", "ended"));
    }

    @Test
    void aRowThatMustHaveEndedIsThereAndHasEnded() {
        RowComparison.compareEnded("clerk.users", "user_1", null, found);
        RowComparison.compareEnded("clerk.users", "user_1", user("{'id':'user_1'}"), found);
        assertThat(found.listed()).containsExactly(ofRow("ended", null), ofRow("ended", "live"));
    }

    @Test
    void aRowThatNobodyMadeIsNotThere() {
        RowComparison.compareAbsent("clerk.users", "user_1", ended(), found);
        RowComparison.compareAbsent("clerk.users", "user_1", user("{'id':'user_1'}"), found);
        assertThat(found.listed()).containsExactly(ofRow(null, "ended"), ofRow(null, "live"));
    }

    @Test
    void everyColumnThatDiffersIsNamedWithBothValues() {
        live(
                user("{'id':'user_1','first_name':'Ada','public_metadata':{'a':1}}"),
                user("{'id':'user_1','last_name':'L','public_metadata':{'a':2}}"));
        assertThat(found.listed())
                .containsExactly(
                        new Difference("clerk.users", "user_1", "first_name", "Ada", null),
                        new Difference("clerk.users", "user_1", "last_name", null, "L"),
                        new Difference("clerk.users", "user_1", "public_metadata", "{\"a\":1}", "{\"a\":2}"));
    }

    @Test
    void aChildTooManyOrTooFewOrAnotherIsNamedByItsParentAndItself() {
        live(
                user("{'id':'user_1','email_addresses':[{'id':'idn_1'},{'id':'idn_2','email_address':'a'}]}"),
                user("{'id':'user_1','email_addresses':[{'id':'idn_2','email_address':'b'},{'id':'idn_3'}]}"));
        String table = "clerk.user_email_addresses";
        assertThat(found.listed())
                .containsExactly(
                        new Difference(table, "user_1/idn_1", RowComparison.ROW, "live", null),
                        new Difference(table, "user_1/idn_2", "email_address", "a", "b"),
                        new Difference(table, "user_1/idn_3", RowComparison.ROW, null, "live"));
    }

    @Test
    void theFirstThousandAreListedAndAllAreCounted() {
        for (int count = 0; count < 1_001; count++) {
            found.accept(ofRow("live", null));
        }
        assertThat(found.listed()).hasSize(1_000);
        assertThat(found.count()).isEqualTo(1_001);
    }
}
