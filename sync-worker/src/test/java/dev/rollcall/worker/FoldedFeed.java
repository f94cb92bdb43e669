package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the fold of a change topic must be: the live rows, read column by column as docs/feed.md describes a value. On
 * purpose it asks the catalog and shares no code with what announces.
 */
final class FoldedFeed {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Tables of children, and the column that names their parent. */
    private static final Map<String, Map<String, String>> CHILDREN = Map.of(
            "users",
            Map.of(
                    "email_addresses", "user_email_addresses.user_id",
                    "phone_numbers", "user_phone_numbers.user_id",
                    "external_accounts", "user_external_accounts.user_id"),
            "roles",
            Map.of("permissions", "role_permissions.role_id"));

    /** Every database has the same tables; the catalog is slow to ask. */
    private static final Map<String, Map<String, String>> TYPES = new ConcurrentHashMap<>();

    private FoldedFeed() {}

    /** @param fold the last value of each key that is not null */
    static void assertIsTheTable(TestDatabase database, Resource resource, Map<String, byte[]> fold) {
        Map<String, Object> announced = new TreeMap<>();
        fold.forEach((key, value) -> announced.put(key, plain(Events.JSON.readTree(value), true)));
        assertThat(announced).as("values of the fold of %s", resource).isEqualTo(tableOf(database, resource));
    }

    private static Map<String, Object> tableOf(TestDatabase database, Resource resource) {
        Map<String, ObjectNode> rows = new TreeMap<>();
        try (Connection connection = database.administrator()) {
            read(connection, resource.table(), "deleted_at is null", "id", (id, row) -> rows.put(id, row));
            for (Map.Entry<String, String> child :
                    CHILDREN.getOrDefault(resource.table(), Map.of()).entrySet()) {
                rows.values().forEach(row -> row.putArray(child.getKey()));
                String childTable =
                        child.getValue().substring(0, child.getValue().indexOf('.'));
                String parent = child.getValue().substring(childTable.length() + 1);
                read(connection, childTable, "true", parent, (id, row) -> {
                    row.remove(parent);
                    if (rows.get(id) != null) {
                        ((ArrayNode) rows.get(id).get(child.getKey())).add(row);
                    }
                });
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        Map<String, Object> table = new TreeMap<>();
        rows.forEach((id, row) -> table.put(id, plain(row, true)));
        return table;
    }

    private interface Sink {
        void take(String id, ObjectNode row);
    }

    private static void read(Connection connection, String table, String which, String key, Sink sink)
            throws SQLException {
        Map<String, String> types = TYPES.get(table);
        if (types == null) {
            types = typesOf(connection, table);
            TYPES.put(table, types);
        }
        List<String> expressions = new ArrayList<>();
        types.forEach((column, type) -> expressions.add(
                type.equals("timestamp with time zone")
                        ? "to_char(" + column + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
                        : column + "::text"));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + key + ", " + String.join(", ", expressions)
                        + " from clerk." + table + " where " + which)) {
            while (rows.next()) {
                ObjectNode row = NODES.objectNode();
                int index = 2;
                for (Map.Entry<String, String> column : types.entrySet()) {
                    String text = rows.getString(index++);
                    if (text != null) {
                        row.set(column.getKey(), value(column.getValue(), text));
                    }
                }
                sink.take(rows.getString(1), row);
            }
        }
    }

    /** Of the columns that are announced. */
    private static Map<String, String> typesOf(Connection connection, String table) throws SQLException {
        Map<String, String> types = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet columns = statement.executeQuery(
                        "select column_name, data_type from information_schema.columns where table_schema = 'clerk'"
                                + " and table_name = '" + table + "'")) {
            while (columns.next()) {
                types.put(columns.getString(1), columns.getString(2));
            }
        }
        types.keySet()
                .removeIf(column -> column.startsWith("sync_")
                        || List.of("deleted_at", "private_metadata", "unsafe_metadata", "extra")
                                .contains(column));
        return types;
    }

    private static JsonNode value(String type, String text) {
        return switch (type) {
            case "jsonb" -> Events.JSON.readTree(text);
            case "boolean" -> NODES.booleanNode(text.equals("true"));
            case "bigint", "integer" -> NODES.numberNode(new BigDecimal(text));
            case "text", "timestamp with time zone" -> NODES.stringNode(text);
            default -> throw new IllegalStateException("what does a " + type + " look like in the feed?");
        };
    }

    /** Equal for equal JSON: numbers by value, and children of a row in the order of their ids. */
    private static @Nullable Object plain(JsonNode node, boolean row) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> fields = new TreeMap<>();
                node.properties()
                        .forEach(property -> fields.put(
                                property.getKey(),
                                row && isChildren(property.getValue())
                                        ? children(property.getValue())
                                        : plain(property.getValue(), false)));
                yield fields;
            }
            case ARRAY ->
                node.valueStream().map(element -> plain(element, false)).collect(Collectors.toList());
            case NUMBER ->
                node.decimalValue().signum() == 0
                        ? BigDecimal.ZERO
                        : node.decimalValue().stripTrailingZeros();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.stringValue();
            case NULL -> null;
            case MISSING, BINARY, POJO -> throw new IllegalStateException(node.getNodeType() + " is not JSON");
        };
    }

    private static Map<String, Object> children(JsonNode array) {
        Map<String, Object> byId = new TreeMap<>();
        array.forEach(child -> byId.put(child.get("id").stringValue(), plain(child, false)));
        return byId;
    }

    private static boolean isChildren(JsonNode value) {
        return value.isArray()
                && !value.isEmpty()
                && value.valueStream()
                        .allMatch(element -> element.isObject()
                                && element.has("id")
                                && element.get("id").isString());
    }
}
