package dev.rollcall.worker.copy.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row whose change event would be too large loses free-form columns, in an order that is always the same. */
class RowBoundsTest {

    private static final Table USERS = Table.ofResource(Resource.USER);
    private static final int EMAILS = 0;
    private static final int THIRD = (int) RowBounds.HEAVIEST / 3;

    private final @Nullable Object[] values =
            new @Nullable Object[USERS.columns().size()];
    private final List<List<Row>> children = new ArrayList<>(List.of(List.of(), List.of(), List.of()));
    private final SortedSet<String> incomplete = new TreeSet<>();

    private static int place(List<Column> columns, String name) {
        return columns.stream().map(Column::name).toList().indexOf(name);
    }

    private RowBoundsTest with(String column, @Nullable Object value) {
        values[place(USERS.columns(), column)] = value;
        return this;
    }

    /** As short as it can be written: {@code 1e999} has a thousand digits. */
    private static String json(int weight) {
        String number = "1e999,";
        int around = "[\"\"]".length();
        int each = (int) JsonWeight.of(number);
        return "[" + number.repeat((weight - around) / each) + "\"" + "x".repeat((weight - around) % each) + "\"]";
    }

    private static Row email(String id, String column, Object value) {
        List<Column> columns = USERS.children().get(EMAILS).columns();
        @Nullable Object[] email = new @Nullable Object[columns.size()];
        email[place(columns, "id")] = id;
        email[place(columns, column)] = value;
        return new Row(email, List.of());
    }

    private static @Nullable Object valueOf(Row email, String column) {
        return email.value(place(USERS.children().get(EMAILS).columns(), column));
    }

    private Row lightened() {
        Row row = new Row(values, children);
        new RowBounds(USERS, row, incomplete).lighten();
        return row;
    }

    private Row bounded() {
        Row row = new Row(values, children);
        new RowBounds(USERS, row, incomplete).boundIndexed();
        return row;
    }

    /** Of the value of one column, where no other has any. */
    private int largest(String column) {
        int overhead = 32 + column.length() + 32;
        return (int) RowBounds.HEAVIEST - overhead;
    }

    @Test
    void aRowOfExactlyTheHeaviestWeightIsKept() {
        with("public_metadata", json(largest("public_metadata")));
        assertThat(USERS.valueOf(lightened(), "public_metadata")).isNotNull();
        assertThat(incomplete).isEmpty();
    }

    @Test
    void aByteMoreTakesTheColumn() {
        with("public_metadata", json(largest("public_metadata") + 1));
        assertThat(USERS.valueOf(lightened(), "public_metadata")).isNull();
        assertThat(incomplete).containsExactly("public_metadata");
    }

    @Test
    void everyValueAndItsNameCount() {
        with("public_metadata", json(largest("public_metadata"))).with("banned", true);
        assertThat(USERS.valueOf(lightened(), "banned")).isEqualTo(true);
        assertThat(incomplete).containsExactly("public_metadata");
    }

    @Test
    void textCountsAndIsNeverTaken() {
        with("public_metadata", json(largest("public_metadata"))).with("first_name", "Zoë");
        Row row = lightened();
        assertThat(USERS.valueOf(row, "first_name")).isEqualTo("Zoë");
        assertThat(incomplete).containsExactly("public_metadata");
    }

    @Test
    void childrenCount() {
        with("public_metadata", json(largest("public_metadata")));
        children.set(EMAILS, List.of(email("idn_1", "reserved", true)));
        assertThat(lightened().children(EMAILS)).hasSize(1);
        assertThat(incomplete).containsExactly("public_metadata");
    }

    @Test
    void whatNoDecisionIsBasedOnGoesFirstAndNoMoreThanNeeded() {
        List<String> order = List.of(
                "extra",
                "unsafe_metadata",
                "private_metadata",
                "public_metadata",
                "web3_wallets",
                "passkeys",
                "saml_accounts");
        for (int taken = 0; taken <= order.size() - 2; taken++) {
            incomplete.clear();
            for (int place = 0; place < order.size(); place++) {
                with(order.get(place), place < taken + 2 ? json(THIRD) : null);
            }
            // Two thirds have room.
            Row row = lightened();
            List<String> gone = order.subList(0, taken);
            assertThat(incomplete).containsExactlyInAnyOrderElementsOf(gone);
            for (String column : order.subList(taken, taken + 2)) {
                assertThat(USERS.valueOf(row, column)).as(column).isNotNull();
            }
        }
    }

    @Test
    void ofAChildWhatNobodyKnowsGoesWithTheRowsOwn() {
        with("unsafe_metadata", json(THIRD));
        children.set(
                EMAILS, List.of(email("idn_1", "extra", json(THIRD)), email("idn_2", "verification", json(THIRD))));
        Row row = lightened();
        assertThat(valueOf(row.children(EMAILS).get(0), "extra")).isNull();
        assertThat(valueOf(row.children(EMAILS).get(0), "id")).isEqualTo("idn_1");
        assertThat(valueOf(row.children(EMAILS).get(1), "verification")).isNotNull();
        assertThat(USERS.valueOf(row, "unsafe_metadata")).isNotNull();
        assertThat(incomplete).containsExactly("email_addresses");
    }

    @Test
    void ofChildrenEverythingFreeFormGoesLast() {
        with("public_metadata", json(30)).with("passkeys", json(30));
        children.set(
                EMAILS,
                List.of(email("idn_1", "verification", json(2 * THIRD)), email("idn_2", "linked_to", json(2 * THIRD))));
        Row row = lightened();
        assertThat(row.children(EMAILS)).hasSize(2);
        assertThat(valueOf(row.children(EMAILS).get(0), "verification")).isNull();
        assertThat(valueOf(row.children(EMAILS).get(1), "linked_to")).isNull();
        assertThat(valueOf(row.children(EMAILS).get(1), "id")).isEqualTo("idn_2");
        assertThat(incomplete).containsExactly("email_addresses", "passkeys", "public_metadata");
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 2_001})
    void textThatAnIndexCannotTakeIsLeftOut(int length) {
        with("external_id", "x".repeat(length)).with("first_name", "y".repeat(length));
        children.set(
                EMAILS,
                List.of(email("idn_1", "email_address", "x".repeat(length)), email("idn_2", "email_address", "a@x.y")));
        Row row = bounded();
        boolean fits = length == 2_000;
        assertThat(USERS.valueOf(row, "external_id") != null).isEqualTo(fits);
        assertThat(valueOf(row.children(EMAILS).get(0), "email_address") != null)
                .isEqualTo(fits);
        assertThat(valueOf(row.children(EMAILS).get(1), "email_address")).isEqualTo("a@x.y");
        assertThat((String) USERS.valueOf(row, "first_name")).hasSize(length);
        assertThat(incomplete).isEqualTo(new TreeSet<>(fits ? List.of() : List.of("email_addresses", "external_id")));
    }
}
