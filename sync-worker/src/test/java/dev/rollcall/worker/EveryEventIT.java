package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.model.clerk.ClerkObject;
import dev.rollcall.model.clerk.ExcludedField;
import dev.rollcall.model.clerk.FieldName;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.Applying.Placed;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Outcome;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every type of event: the object is applied, built again from what the database holds, and compared with what was
 * sent. Only what {@link ExcludedField} lists may be missing.
 */
class EveryEventIT {

    private static final Path EXAMPLES = Path.of("..", "..", "shared", "payloads");

    private static TestDatabase database;
    private Applying applying;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create().keepingItsAdministrator();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void emptyTables() {
        database.clear();
        applying = new Applying(database.pool);
    }

    private record Example(String type, ObjectNode data) {

        Resource resource() {
            return Objects.requireNonNull(Resource.ofEventName(type.substring(0, type.lastIndexOf('.'))));
        }

        String id() {
            return data.get("id").stringValue();
        }

        Events.Event event(String messageId, long at) {
            return Events.event(messageId, type, at, id(), data.toString());
        }

        @Override
        public String toString() {
            return type;
        }
    }

    /** Our own object of each resource, with every field that Clerk documents, under each of its event types. */
    static Stream<Example> states() {
        return Arrays.stream(Resource.values()).flatMap(resource -> {
            ObjectNode fixture = Events.fixture(resource);
            return fixture.get("verbs")
                    .valueStream()
                    .map(verb -> new Example(
                            resource.eventName() + "." + verb.stringValue(), (ObjectNode) fixture.get("data")));
        });
    }

    static Stream<Example> ends() {
        return Arrays.stream(Resource.values())
                .filter(resource -> Events.fixture(resource).get("deleted").isObject())
                .map(resource -> new Example(resource.eventName() + ".deleted", (ObjectNode)
                        Events.fixture(resource).get("deleted")));
    }

    /** Clerk's published examples, where they lie beside the project. */
    static Stream<Example> publishedStates() throws IOException {
        assumeTrue(Files.isDirectory(EXAMPLES), "Clerk's published examples do not lie beside the project");
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(EveryEventIT::published)
                    .filter(example -> !example.type().startsWith("email.")
                            && !example.type().startsWith("sms."))
                    .filter(example -> !example.type().endsWith(".deleted"))
                    .toList()
                    .stream();
        }
    }

    private static Example published(Path file) {
        ObjectNode envelope = (ObjectNode) Events.JSON.readTree(file);
        return new Example(envelope.get("type").stringValue(), (ObjectNode) envelope.get("data"));
    }

    @ParameterizedTest
    @MethodSource("states")
    void everyFieldOfAStateHasAHome(Example example) throws SQLException {
        assertThat(apply(example.event("m1", 1000))).containsExactly(Outcome.INSERTED);
        assertThat(rebuilt(example)).isEqualTo(kept(example));
        assertThat(whole(example)).doesNotContain("NEVERSTORED", "never-stored");
    }

    @ParameterizedTest
    @MethodSource("publishedStates")
    void everyFieldOfAPublishedExampleHasAHome(Example example) throws SQLException {
        assertThat(apply(example.event("m1", 1000))).containsExactly(Outcome.INSERTED);
        assertThat(rebuilt(example)).isEqualTo(kept(example));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aDeleteEndsTheRow(Example end) throws SQLException {
        ObjectNode state = (ObjectNode) Events.fixture(end.resource()).get("data");
        Example before = new Example(end.resource().eventName() + ".updated", state);
        assertThat(apply(before.event("m1", 1000), end.event("m2", 2000)))
                .containsExactly(Outcome.STALE, Outcome.DELETED);
        assertThat(apply(before.event("m3", 3000))).containsExactly(Outcome.STALE);
        assertThat(database.rows("select deleted_at is not null from clerk."
                        + end.resource().table()))
                .containsExactly("t");
    }

    @Test
    void fieldsOfAChildThatHasNoColumnAreKeptWithTheChild() throws SQLException {
        Example role = states().filter(example -> example.type().equals("role.created"))
                .findFirst()
                .orElseThrow();
        apply(role.event("m1", 1000));
        assertThat(database.rows("select key, extra from clerk.role_permissions order by key"))
                .containsExactly("org:invoices:read|-", "org:invoices:write|{\"later\": 1}");
    }

    @Test
    void aTypeThatNoReleaseKnowsIsKeptWhole() throws SQLException {
        String data =
                "{\"id\":\"mch_1\",\"name\":\"m\",\"url\":\"https://t\",\"deep\":{\"url\":\"https://t\",\"n\":1e400}}";
        apply(
                Events.event("m1", "machine.created", 1, "mch_1", data),
                Events.event("m2", "user.promoted", 2, "user_1", "{\"id\":\"user_1\",\"rank\":3}"));
        assertThat(database.rows("select resource, id, event_type, data::text like '%https%',"
                        + " (data -> 'deep' ->> 'n')::numeric = 1e400 from clerk.other_objects order by 1"))
                .containsExactly("machine|mch_1|machine.created|f|t", "user|user_1|user.promoted|f|-");
        assertThat(database.count("clerk.users")).isZero();
    }

    @Test
    void ofMessagesToPeopleOnlyTheFactsOfTheirDeliveryAreKept() throws SQLException {
        String codes =
                "\"subject\":\"SECRET 123456\",\"body\":\"SECRET\",\"body_plain\":\"SECRET\",\"message\":\"SECRET\","
                        + "\"to_email_address\":\"zoe@SECRET\",\"data\":{\"otp_code\":\"SECRET\"},\"new_field\":\"SECRET\"";
        apply(
                Events.event(
                        "m1",
                        "email.created",
                        1,
                        "ema_1",
                        "{\"id\":\"ema_1\",\"slug\":\"verification_code\",\"status\":\"queued\",\"user_id\":\"user_1\","
                                + codes + "}"),
                Events.event(
                        "m2",
                        "sms.created",
                        2,
                        "sms_1",
                        "{\"id\":\"sms_1\",\"delivered_by_clerk\":true," + codes + "}"));
        assertThat(database.rows("select id, data from clerk.other_objects order by id"))
                .containsExactly(
                        "ema_1|{\"id\": \"ema_1\", \"slug\": \"verification_code\", \"status\": \"queued\", \"user_id\": \"user_1\"}",
                        "sms_1|{\"id\": \"sms_1\", \"delivered_by_clerk\": true}");
    }

    private List<Outcome> apply(Events.Event... events) throws SQLException {
        return applying
                .apply(Arrays.stream(events).map(event -> new Placed(event, 0)).toList())
                .outcomes()
                .stream()
                .map(Applied.OfRecord::outcome)
                .toList();
    }

    /** What was sent, without nulls and without what is excluded on purpose. */
    private static ObjectNode kept(Example example) {
        ObjectNode kept = example.data().deepCopy();
        exclude(kept, example.resource().type());
        for (String field : Set.of("permissions", "email_addresses", "phone_numbers", "external_accounts")) {
            if (kept.get(field) instanceof ArrayNode children
                    && !children.isEmpty()
                    && children.get(0).isObject()) {
                children.forEach(child -> exclude((ObjectNode) child, childType(field)));
            }
        }
        return normal(kept);
    }

    private static Class<?> childType(String field) {
        return Arrays.stream(Resource.values())
                .flatMap(resource -> Arrays.stream(resource.type().getRecordComponents()))
                .filter(component -> component.getType().equals(List.class))
                .filter(component -> FieldName.of(component).equals(field))
                .map(component ->
                        (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0])
                .findFirst()
                .orElseThrow();
    }

    private static void exclude(ObjectNode object, Class<?> type) {
        for (ExcludedField excluded : ExcludedField.values()) {
            if (excluded.type().equals(type)) {
                String[] path = excluded.field().split("\\.", -1);
                if (path.length == 1) {
                    object.remove(path[0]);
                } else if (object.get(path[0]) instanceof ArrayNode array) {
                    array.forEach(element -> ((ObjectNode) element).remove(path[1]));
                } else if (object.get(path[0]) instanceof ObjectNode inner) {
                    inner.remove(path[1]);
                }
            }
        }
    }

    /** From the catalog and the rows alone: columns, child rows, and what {@code extra} holds. */
    private static ObjectNode rebuilt(Example example) {
        String table = example.resource().table();
        ObjectNode object =
                rows("clerk." + table, "id = '" + example.id() + "'").getFirst();
        for (Map.Entry<String, String> copied :
                copied(example.resource().type()).entrySet()) {
            JsonNode sent = example.data().at(copied.getValue());
            if (example.data().path(copied.getKey()).asString("").isEmpty()) {
                String expected = sent.asString("");
                assertThat(object.path(copied.getKey()).asString(""))
                        .as(copied.getKey())
                        .isEqualTo(expected);
                object.remove(copied.getKey());
            }
        }
        for (String child : database.rows("""
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'clerk' and c.relkind = 'r' and c.relname like '%s\\_%%'
                  and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'deleted_at')
                """.formatted(example.resource().eventName()))) {
            String parent = example.resource().eventName() + "_id";
            ArrayNode array = Events.JSON.createArrayNode();
            rows("clerk." + child, parent + " = '" + example.id() + "'").forEach(row -> {
                row.remove(parent);
                array.add(row);
            });
            object.set(child.substring(example.resource().eventName().length() + 1), array);
        }
        return normal(object);
    }

    /** Rows as objects: times as milliseconds, {@code extra} unfolded, nulls and our own columns left out. */
    private static List<ObjectNode> rows(String table, String condition) {
        String columns = String.join(", ", database.rows("""
                select format('%%L, %%s', column_name,
                              case data_type when 'timestamp with time zone'
                                   then format('(extract(epoch from %%I) * 1000)::bigint', column_name)
                                   else format('%%I', column_name) end)
                from information_schema.columns
                where table_schema || '.' || table_name = '%s'
                  and column_name not like 'sync\\_%%' and column_name not in ('deleted_at', 'erased_at', 'extra')
                """.formatted(table)));
        List<ObjectNode> rows = new ArrayList<>();
        for (String row : database.rows("select %s || coalesce(extra, '{}') from %s where %s order by id"
                .formatted(concat(columns), table, condition))) {
            rows.add((ObjectNode) Events.JSON.readTree(row));
        }
        return rows;
    }

    /** A function takes 100 arguments at most. */
    private static String concat(String columns) {
        List<String> parts = new ArrayList<>();
        List<String> pairs = List.of(columns.split(", (?=')", -1));
        for (int from = 0; from < pairs.size(); from += 40) {
            parts.add("jsonb_build_object(" + String.join(", ", pairs.subList(from, Math.min(pairs.size(), from + 40)))
                    + ")");
        }
        return String.join(" || ", parts);
    }

    private static Map<String, String> copied(Class<? extends ClerkObject> type) {
        return switch (type.getSimpleName()) {
            case "OrganizationMembership" ->
                Map.of("organization_id", "/organization/id", "user_id", "/public_user_data/user_id");
            case "OrganizationInvitation" -> Map.of("inviter_id", "/public_inviter_data/user_id");
            case "Subscription", "SubscriptionItem", "PaymentAttempt" ->
                Map.of(
                        "payer_id", "/payer/id",
                        "organization_id", "/payer/organization_id",
                        "user_id", "/payer/user_id");
            default -> Map.of();
        };
    }

    private String whole(Example example) {
        StringBuilder whole = new StringBuilder();
        for (String table : database.rows("select tablename from pg_tables where schemaname = 'clerk'")) {
            whole.append(String.join("\n", database.rows("select to_jsonb(t) from clerk." + table + " t")));
        }
        assertThat(whole.toString()).contains(example.id());
        return whole.toString();
    }

    /** Nulls on the first level and in child rows say nothing; numbers are equal whatever their scale. */
    private static ObjectNode normal(ObjectNode object) {
        ObjectNode normal = Events.JSON.createObjectNode();
        object.properties().stream()
                .filter(property -> !property.getValue().isNull())
                .filter(property -> !(property.getKey().endsWith("_id")
                        && property.getValue().asString("-").isEmpty()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(property -> normal.set(
                        property.getKey(),
                        isChildren(property.getKey(), property.getValue())
                                ? sorted((ArrayNode) property.getValue())
                                : scaled(property.getValue())));
        return normal;
    }

    private static boolean isChildren(String field, JsonNode value) {
        return Set.of("permissions", "email_addresses", "phone_numbers", "external_accounts")
                        .contains(field)
                && value.isArray()
                && (value.isEmpty() || value.get(0).isObject());
    }

    private static ArrayNode sorted(ArrayNode children) {
        ArrayNode sorted = Events.JSON.createArrayNode();
        children.valueStream()
                .map(child -> normal((ObjectNode) child))
                .sorted((one, other) ->
                        one.get("id").stringValue().compareTo(other.get("id").stringValue()))
                .forEach(sorted::add);
        return sorted;
    }

    private static JsonNode scaled(JsonNode value) {
        if (value.isNumber()) {
            return Events.JSON.getNodeFactory().numberNode(value.decimalValue().stripTrailingZeros());
        }
        if (value instanceof ArrayNode array) {
            ArrayNode scaled = Events.JSON.createArrayNode();
            array.forEach(element -> scaled.add(scaled(element)));
            return scaled;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode scaled = Events.JSON.createObjectNode();
            object.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(property -> scaled.set(property.getKey(), scaled(property.getValue())));
            return scaled;
        }
        return value;
    }
}
