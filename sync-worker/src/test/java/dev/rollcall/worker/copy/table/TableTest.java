package dev.rollcall.worker.copy.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.model.clerk.OrganizationMembership;
import dev.rollcall.model.clerk.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What each table has: statements, change events and surveys are made of it. */
class TableTest {

    private static final Table USERS = Table.ofResource(Resource.USER);
    private static final Table MEMBERSHIPS = Table.ofResource(Resource.ORGANIZATION_MEMBERSHIP);

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    @ParameterizedTest
    @EnumSource(Resource.class)
    void everyResourceHasATableOfItsOwnThatIsKeyedById(Resource resource) {
        Table table = Table.ofResource(resource);
        assertThat(table.resource()).isEqualTo(resource);
        assertThat(table.name()).isEqualTo("clerk." + resource.table()).isEqualTo("clerk." + table.label());
        assertThat(table).hasToString(table.name());
        assertThat(table.keyColumns()).containsExactly("id");
        assertThat(table.collectsOwners()).isFalse();
        assertThat(names(table.columns()))
                .contains("created_at", "updated_at", "extra")
                .doesNotContain("id");
    }

    @Test
    void ownersAreWrittenBeforeWhatBelongsToThem() {
        assertThat(Table.IN_ORDER).hasSize(Resource.values().length + 1).endsWith(Table.OTHER_OBJECTS);
        for (Table table : Table.IN_ORDER) {
            for (OwnerColumn column : table.owners()) {
                assertThat(Table.IN_ORDER.indexOf(Table.ofResource(column.owner())))
                        .as("%s.%s", table, column.name())
                        .isLessThan(Table.IN_ORDER.indexOf(table));
            }
        }
    }

    @Test
    void objectsWithoutATableAreKeyedByTheirTypeTooAndHaveNoChangeTopic() {
        assertThat(Table.OTHER_OBJECTS.resource()).isNull();
        assertThat(Table.OTHER_OBJECTS.keyColumns()).containsExactly("resource", "id");
        assertThat(names(Table.OTHER_OBJECTS.columns())).containsExactly("event_type", "data");
        assertThat(Table.OTHER_OBJECTS.collectsOwners()).isTrue();
        assertThat(Table.OTHER_OBJECTS.keptByEnd()).isEmpty();
    }

    @Test
    void partsOfAnObjectHaveTablesThatNameTheirParent() {
        assertThat(USERS.children())
                .extracting(ChildTable::name, ChildTable::parentColumn, ChildTable::field)
                .containsExactly(
                        tuple("clerk.user_email_addresses", "user_id", "email_addresses"),
                        tuple("clerk.user_phone_numbers", "user_id", "phone_numbers"),
                        tuple("clerk.user_external_accounts", "user_id", "external_accounts"));
        for (ChildTable child : USERS.children()) {
            assertThat(names(child.columns())).startsWith("id").contains("extra");
            assertThat(names(USERS.columns())).doesNotContain(child.field());
        }
    }

    @Test
    void aRowEndsWithTheOwnersThatItsColumnsName() {
        assertThat(MEMBERSHIPS.owners())
                .containsExactly(
                        new OwnerColumn("organization_id", Resource.ORGANIZATION, true),
                        new OwnerColumn("user_id", Resource.USER, true));
        assertThat(MEMBERSHIPS.belongsTo(Resource.ORGANIZATION)).isTrue();
        assertThat(MEMBERSHIPS.belongsTo(Resource.ROLE)).isFalse();
        assertThat(MEMBERSHIPS.ownersIn(Resource.USER))
                .extracting(OwnerColumn::name)
                .containsExactly("user_id");
        assertThat(USERS.belongsTo(Resource.ORGANIZATION)).isFalse();
        assertThat(USERS.belongsTo(Resource.USER)).isFalse();
        for (Resource resource : Resource.values()) {
            assertThat(Table.OTHER_OBJECTS.belongsTo(resource))
                    .as("%s", resource)
                    .isEqualTo(resource == Resource.USER || resource == Resource.ORGANIZATION);
        }
    }

    @Test
    void anEndKeepsWhatTheStubOfADeletedObjectSays() {
        assertThat(names(USERS.keptByEnd())).containsExactly("external_id");
        assertThat(names(Table.ofResource(Resource.ORGANIZATION).keptByEnd())).containsExactly("slug");
        assertThat(MEMBERSHIPS.keptByEnd()).isEmpty();
    }

    @Test
    void valuesAreFoundByTheNameOfTheirColumn() {
        @Nullable Object[] values = new @Nullable Object[MEMBERSHIPS.columns().size()];
        values[names(MEMBERSHIPS.columns()).indexOf("user_id")] = "user_1";
        values[names(MEMBERSHIPS.columns()).indexOf("role")] = "org:admin";
        Row row = new Row(values, List.of());
        assertThat(MEMBERSHIPS.valueOf(row, "role")).isEqualTo("org:admin");
        assertThat(MEMBERSHIPS.valueOf(row, "first_name")).isNull();
        assertThat(MEMBERSHIPS.ownersOf(row).ids()).containsExactly(null, "user_1");
        assertThat(MEMBERSHIPS.ownerIn(row, MEMBERSHIPS.owners().get(1))).isEqualTo("user_1");
    }

    private record Part(String id, Boolean last) {}

    private record Whole(
            String id,
            Boolean flag,
            Long number,
            Instant seenAt,
            JsonNode list,
            ObjectNode extra,
            List<Part> someParts) {}

    @Test
    void columnsFollowFromTheFieldsOfARecord() {
        assertThat(RecordColumns.of(Whole.class))
                .isEqualTo(new RecordColumns(
                        List.of(
                                new Column("id", ColumnType.TEXT),
                                new Column("flag", ColumnType.BOOLEAN),
                                new Column("number", ColumnType.BIGINT),
                                new Column("seen_at", ColumnType.TIMESTAMP),
                                new Column("list", ColumnType.JSON),
                                new Column("extra", ColumnType.JSON)),
                        List.of(new RecordColumns.Child(
                                "some_parts",
                                List.of(new Column("id", ColumnType.TEXT), new Column("last", ColumnType.BOOLEAN))))));
        assertThat(OwnerColumn.of(OrganizationMembership.class)).isEqualTo(MEMBERSHIPS.owners());
    }

    private record Counted(String id, int count) {}

    @Test
    void aFieldOfATypeThatNoColumnHoldsIsRefusedWithItsName() {
        assertThatThrownBy(() -> RecordColumns.of(Counted.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("int count has a type that no column holds");
    }

    @Test
    void everyTypeOfColumnIsWrittenByAnExpressionAroundOneElement() {
        List<String> written = new ArrayList<>();
        for (ColumnType type : ColumnType.values()) {
            written.add(type.elementType() + ": " + type.written("e"));
        }
        assertThat(written)
                .containsExactly(
                        "text: e",
                        "boolean: e",
                        "bigint: e",
                        "bigint: timestamptz 'epoch' + e * interval '1 millisecond'",
                        "text: string_to_array(e, ',')",
                        "text: e::jsonb");
    }

    @Test
    void onlyTextThatStandsInAnIndexIsBounded() {
        assertThat(IndexedText.of("clerk.users")).containsExactly("external_id");
        assertThat(IndexedText.of("clerk.organizations")).isEmpty();
        assertThat(IndexedText.holds(null)).isTrue();
        assertThat(IndexedText.holds(17L)).isTrue();
        assertThat(IndexedText.holds("x".repeat(2_000))).isTrue();
        assertThat(IndexedText.holds("x".repeat(2_001))).isFalse();
        assertThat(IndexedText.holds("€".repeat(666))).isTrue();
        assertThat(IndexedText.holds("€".repeat(667))).isFalse();
    }
}
