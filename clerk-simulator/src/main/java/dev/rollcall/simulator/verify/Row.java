package dev.rollcall.simulator.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One row: columns and their values as String, Boolean, Long, Instant or JsonNode; a null column is absent. What must
 * be in the table and what is there have this one form, so that they can be compared.
 *
 * @param children by field of the parent, then by id
 */
record Row(Map<String, Object> values, Map<String, Map<String, Row>> children) {

    /** Null while the row lives. */
    static final String DELETED_AT = "deleted_at";

    static final String UPDATED_AT_MILLIS = "sync_updated_at_ms";
    static final String EVENT_AT_MILLIS = "sync_event_at_ms";
    static final String MESSAGE_ID = "sync_message_id";

    static Row of(Map<String, Object> values) {
        return new Row(values, Map.of());
    }

    @Nullable Object get(String column) {
        return values.get(column);
    }

    boolean isLive() {
        return !values.containsKey(DELETED_AT);
    }

    /** What an object must look like in its table. */
    static Row expected(TableShape shape, ObjectNode data) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Map<String, Row>> children = new LinkedHashMap<>();
        ObjectNode extra = shape.kept(data);
        shape.columns().forEach(column -> move(column, extra, values));
        shape.copiedColumns().forEach(column -> move(column, extra, values));
        shape.copied().forEach((column, path) -> {
            JsonNode embedded = data.path(path.object()).path(path.field());
            if (embedded.isString() && !embedded.stringValue().isEmpty()) {
                values.putIfAbsent(column, embedded.stringValue());
            }
        });
        shape.children().forEach((field, child) -> {
            children.put(field, expectedChildren(child, data.path(field)));
            extra.remove(field);
        });
        extra.removeNulls();
        if (!extra.isEmpty()) {
            values.put(TableShape.EXTRA, extra);
        }
        return new Row(values, children);
    }

    /** From what is left of the object to the columns; what the column does not hold stays. */
    private static void move(Column column, ObjectNode from, Map<String, Object> values) {
        JsonNode field = from.get(column.name());
        if (field == null || column.isNothing(field)) {
            from.remove(column.name());
            return;
        }
        Object value = column.valueOf(field);
        if (value != null) {
            values.put(column.name(), value);
            from.remove(column.name());
        }
    }

    /** Of several with one id the first counts. */
    private static Map<String, Row> expectedChildren(TableShape shape, JsonNode array) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (JsonNode element : array) {
            rows.putIfAbsent(element.path("id").asString(), expected(shape, (ObjectNode) element));
        }
        return rows;
    }
}
