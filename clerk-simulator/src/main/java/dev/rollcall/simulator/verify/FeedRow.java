package dev.rollcall.simulator.verify;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a live row looks like in a change topic, and what differs from that. */
final class FeedRow {

    /** RFC 3339 in UTC, always with milliseconds. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private FeedRow() {}

    static ObjectNode expected(TableShape shape, Row row) {
        ObjectNode value = Json.object();
        for (Column column : shape.columns()) {
            if (column.inFeed()) {
                put(value, column.name(), row.get(column.name()));
            }
        }
        shape.copied().keySet().forEach(column -> put(value, column, row.get(column)));
        shape.children().forEach((field, child) -> {
            ArrayNode array = value.putArray(field);
            row.children().getOrDefault(field, Map.of()).values().forEach(it -> array.add(expected(child, it)));
        });
        return value;
    }

    static void compare(
            TableShape shape,
            String topic,
            String id,
            ObjectNode expected,
            JsonNode actual,
            Consumer<Difference> differences) {
        if (!actual.isObject()) {
            differences.accept(new Difference(topic, id, RowComparison.ROW, "an object", actual.toString()));
            return;
        }
        RowComparison.compareColumns(topic, id, fields(shape, expected), fields(shape, actual), differences);
    }

    /** Children have no order of their own, so they are compared by id; no children at all is an empty array. */
    private static Map<String, JsonNode> fields(TableShape shape, JsonNode row) {
        Map<String, JsonNode> fields = new TreeMap<>();
        row.properties().forEach(property -> fields.put(property.getKey(), property.getValue()));
        for (String field : shape.children().keySet()) {
            JsonNode children = row.path(field);
            if (children.isArray() || children.isMissingNode()) {
                ObjectNode byId = Json.object();
                children.forEach(child -> byId.set(child.path("id").asString(""), child));
                fields.put(field, byId.size() == children.size() ? byId : children);
            }
        }
        return fields;
    }

    private static void put(ObjectNode value, String column, @Nullable Object content) {
        switch (content) {
            case null -> {}
            case String text -> value.put(column, text);
            case Boolean flag -> value.put(column, flag);
            case Long number -> value.put(column, number);
            case Instant time -> value.put(column, TIME.format(time));
            case JsonNode json -> value.set(column, json);
            default -> throw new IllegalStateException("no column holds a " + content.getClass());
        }
    }
}
