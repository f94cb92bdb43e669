package dev.rollcall.benchmark.worker;

import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table of users without children and sync columns, and what a generic sink fills it from: a record for each row, JSON, whose
 * schema Kafka's converter is told once. Times are numbers, as Clerk sends them, and JSON is text in a string.
 *
 * @param name of the table, its topic and its connector
 * @param json whether it has the columns that hold JSON, or those of one value alone
 */
record FlatTable(String name, boolean json) {

    /** What tells two states of a user apart. */
    static final String UPDATED_AT = "updated_at";

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String ID = "id";

    private boolean has(Column column) {
        return json || column.type() != ColumnType.JSON;
    }

    private List<Column> columns() {
        return UserStatements.TABLE.columns().stream().filter(this::has).toList();
    }

    String definition() {
        return "create table %s (%s text primary key, %s)"
                .formatted(
                        name,
                        ID,
                        columns().stream()
                                .map(column -> column.name() + " "
                                        + (column.type() == ColumnType.JSON
                                                ? "jsonb"
                                                : column.type().elementType()))
                                .collect(Collectors.joining(", ")));
    }

    /** As Kafka's JSON converter reads schemas. */
    String keySchema() {
        return struct(List.of(Map.of("field", ID, "type", "string")));
    }

    /** As Kafka's JSON converter reads schemas; Debezium has a name for text that is JSON. */
    String valueSchema() {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (Column column : columns()) {
            Map<String, Object> field = new LinkedHashMap<>();
            field.put("field", column.name());
            field.put("type", typeOf(column));
            field.put("optional", true);
            if (column.type() == ColumnType.JSON) {
                field.put("name", "io.debezium.data.Json");
                field.put("version", 1);
            }
            fields.add(field);
        }
        return struct(fields);
    }

    private static String struct(List<Map<String, Object>> fields) {
        return MAPPER.writeValueAsString(Map.of("type", "struct", "fields", fields));
    }

    private static String typeOf(Column column) {
        return switch (column.type()) {
            case TEXT, IDS, JSON -> "string";
            case BOOLEAN -> "boolean";
            case BIGINT, TIMESTAMP -> "int64";
        };
    }

    byte[] key(UserRow row) {
        return MAPPER.writeValueAsBytes(Map.of(ID, row.id()));
    }

    /** Without the columns that are null. */
    byte[] value(UserRow row) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<Column> all = UserStatements.TABLE.columns();
        for (int index = 0; index < all.size(); index++) {
            Object value = row.content().value(index);
            if (value != null && has(all.get(index))) {
                values.put(all.get(index).name(), value);
            }
        }
        return MAPPER.writeValueAsBytes(values);
    }

    /** Epoch milliseconds. */
    static long updatedAt(UserRow row) {
        Object value = UserStatements.TABLE.valueOf(row.content(), UPDATED_AT);
        if (value instanceof Long millis) {
            return millis;
        }
        throw new IllegalStateException(row.id() + " does not say when it was updated");
    }
}
