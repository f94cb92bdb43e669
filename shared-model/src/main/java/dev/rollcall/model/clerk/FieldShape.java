package dev.rollcall.model.clerk;

import dev.rollcall.model.event.EventTimes;
import dev.rollcall.model.event.TextTime;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one component of a record is read.
 *
 * @param place of its value among those of the components that are columns, or of its children among the lists
 */
record FieldShape(
        String field, int place, Class<?> type, @Nullable ChildList children, Set<String> excludedInside) {

    /** The last millisecond of the year 9999, well inside PostgreSQL's {@code timestamptz}. */
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    static FieldShape of(Class<?> owner, RecordComponent declared, int place) {
        String field = FieldName.of(declared);
        ChildList children = declared.getType().equals(List.class)
                ? new ChildList(field, RecordShape.ofChild((Class<?>)
                        ((ParameterizedType) declared.getGenericType()).getActualTypeArguments()[0]))
                : null;
        return new FieldShape(field, place, declared.getType(), children, ExcludedField.inside(owner, field));
    }

    boolean isId() {
        return field.endsWith("_id");
    }

    boolean hasChildren() {
        return children != null;
    }

    /** Whether that key of what this holds, or of its elements, is stored. Null stands for the value itself and its elements. */
    boolean stores(@Nullable String part) {
        return part == null
                || !(children == null ? excludedInside : children.child().excluded()).contains(part);
    }

    /** As it travels; null when the JSON value is null or of a type that this component, which is no list, does not hold. */
    @Nullable Object valueOf(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (type.equals(String.class)) {
            return value.isString() && !(isId() && value.stringValue().isEmpty()) ? value.stringValue() : null;
        }
        if (type.equals(Boolean.class)) {
            return value.isBoolean() ? value.booleanValue() : null;
        }
        if (type.equals(Long.class)) {
            return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
        }
        if (type.equals(Instant.class)) {
            return millisOf(value);
        }
        return text(excludedInside.isEmpty() ? value : without(value, excludedInside));
    }

    /** Most metadata is empty, and a generator takes a microsecond to find that out. */
    static String text(JsonNode json) {
        if (json.isContainer() && json.isEmpty()) {
            return json.isObject() ? "{}" : "[]";
        }
        return json.toString();
    }

    /** A copy without those fields: of an object, or of each object in a list. */
    private static JsonNode without(JsonNode value, Set<String> fields) {
        if (value instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(property -> {
                if (!fields.contains(property.getKey())) {
                    copy.set(property.getKey(), property.getValue());
                }
            });
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode(array.size());
            array.forEach(element -> copy.add(without(element, fields)));
            return copy;
        }
        return value;
    }

    /** Of times that order, text counts as well, so that the row has the time by which it was ordered. */
    private @Nullable Long millisOf(JsonNode value) {
        Long millis = value.isIntegralNumber() || EventTimes.FIELDS.contains(field) ? TextTime.millis(value) : null;
        return millis == null || millis < 0 || millis > LATEST_MILLIS ? null : millis;
    }
}
