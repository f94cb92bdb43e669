package dev.rollcall.worker.copy.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

class ChangeValueTest {

    private static final Table USERS = Table.ofResource(Resource.USER);

    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    /** Every time that a record accepts: up to the end of the year 9999. */
    @Property
    void timesAreRfc3339WithMilliseconds(@ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long millis) {
        assertThat(ChangeValue.time(millis)).isEqualTo(RFC_3339.format(Instant.ofEpochMilli(millis)));
    }

    private static Row row(List<Column> columns, Map<String, Object> said, List<List<Row>> children) {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int column = 0; column < values.length; column++) {
            values[column] = said.get(columns.get(column).name());
        }
        return new Row(values, children);
    }

    private static Row of(Table table, Map<String, Object> said) {
        List<List<Row>> children = new ArrayList<>();
        table.children().forEach(child -> children.add(List.of()));
        return row(table.columns(), said, children);
    }

    private static String value(Set<String> sensitive, Resource resource, String id, Row row) {
        return new String(new ChangeValue(sensitive).of(resource, id, row), StandardCharsets.UTF_8);
    }

    @Example
    void valuesHaveTheirJsonTypesAndNullsAreOmitted() {
        Row email = row(
                USERS.children().getFirst().columns(),
                Map.of("id", "idn_1", "email_address", "zoë@x.y", "reserved", true, "extra", "{\"late\":1}"),
                List.of());
        Row row = row(
                USERS.columns(),
                Map.of(
                        "first_name",
                        "Zoë",
                        "banned",
                        false,
                        "create_organizations_limit",
                        9_007_199_254_740_993L,
                        "created_at",
                        7L,
                        "public_metadata",
                        "{\"b\": 1.50, \"a\": null}"),
                List.of(List.of(email, email), List.of(), List.of()));
        String emails = "{\"id\":\"idn_1\",\"email_address\":\"zoë@x.y\",\"reserved\":true}";
        assertThat(value(Set.of(), Resource.USER, "user_1", row))
                .isEqualTo("{\"id\":\"user_1\",\"first_name\":\"Zoë\","
                        + "\"public_metadata\":{\"b\": 1.50, \"a\": null},\"banned\":false,"
                        + "\"create_organizations_limit\":9007199254740993,\"created_at\":\"1970-01-01T00:00:00.007Z\","
                        + "\"email_addresses\":[" + emails + "," + emails + "],\"phone_numbers\":[],"
                        + "\"external_accounts\":[]}");
    }

    @Example
    void whatIsForBackEndsOnlyIsInTheFeedWhereItIsAskedForAlone() {
        Row row = of(USERS, Map.of("private_metadata", "{}", "unsafe_metadata", "[]", "extra", "{\"a\":1}"));
        String nothing = ",\"email_addresses\":[],\"phone_numbers\":[],\"external_accounts\":[]}";
        assertThat(value(Set.of(), Resource.USER, "user_1", row)).isEqualTo("{\"id\":\"user_1\"" + nothing);
        assertThat(value(Set.of("private_metadata"), Resource.USER, "user_1", row))
                .isEqualTo("{\"id\":\"user_1\",\"private_metadata\":{}" + nothing);
        assertThat(value(Set.of("unsafe_metadata", "extra"), Resource.USER, "user_1", row))
                .isEqualTo("{\"id\":\"user_1\",\"unsafe_metadata\":[],\"extra\":{\"a\":1}" + nothing);
    }

    private static @Nullable String organization(Resource resource, String id, Owners owners, @Nullable Row row) {
        return ChangeValue.organizationOf(new Written(
                Table.ofResource(resource),
                new EntityKey(resource.eventName(), id),
                row,
                owners,
                new EntityVersion(1, 1, new MessageId("msg_1")),
                new Coordinates(1, 1),
                2,
                1));
    }

    @Example
    void theHeaderNamesTheOrganizationTheOwnerOrThePayer() {
        assertThat(organization(Resource.ORGANIZATION, "org_1", Owners.NONE, null))
                .isEqualTo("org_1");
        Table memberships = Table.ofResource(Resource.ORGANIZATION_MEMBERSHIP);
        Owners owners =
                Owners.inColumns(memberships.owners(), column -> column.owner() == Resource.USER ? "user_1" : "org_2");
        assertThat(organization(Resource.ORGANIZATION_MEMBERSHIP, "orgmem_1", owners, null))
                .as("an ended one's, too")
                .isEqualTo("org_2");
        Row paid = of(Table.ofResource(Resource.SUBSCRIPTION), Map.of("organization_id", "org_3"));
        assertThat(organization(Resource.SUBSCRIPTION, "csub_1", Owners.NONE, paid))
                .isEqualTo("org_3");
        assertThat(organization(Resource.SUBSCRIPTION, "csub_1", Owners.NONE, null))
                .isNull();
        assertThat(organization(Resource.USER, "user_1", Owners.NONE, of(USERS, Map.of())))
                .isNull();
    }
}
