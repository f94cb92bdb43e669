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
import tools.jackson.databind.node.ObjectNode;

/** How one component of a record is filled. */
record FieldShape(
        String field,
        Class<?> type,
        @Nullable ChildList children,
        @Nullable From from,
        Set<String> excludedInside) {

    /** The last millisecond of the year 9999, well inside PostgreSQL's {@code timestamptz}. */
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    static FieldShape of(Class<?> owner, RecordComponent declared) {
        String field = FieldName.of(declared);
        ChildList children = declared.getType().equals(List.class)
                ? new ChildList(field, RecordShape.of((Class<?>)
                        ((ParameterizedType) declared.getGenericType()).getActualTypeArguments()[0]))
                : null;
        return new FieldShape(
                field,
                declared.getType(),
                children,
                declared.getAnnotation(From.class),
                ExcludedField.inside(owner, field));
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

    /**
     * Null when the JSON value is null or of a type that this component does not hold.
     *
     * @param data the object around it
     * @param incomplete takes the names of fields that lack something
     * @param extraDepth see {@link RecordShape#read}
     */
    @Nullable Object valueOf(JsonNode value, ObjectNode data, Set<String> incomplete, int extraDepth) {
        if (value.isNull()) {
            return null;
        }
        if (children != null) {
            return children.read(value, data, incomplete, extraDepth);
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
            return instantOf(value);
        }
        return excludedInside.isEmpty() ? value : without(value, excludedInside);
    }

    private static JsonNode without(JsonNode value, Set<String> fields) {
        if (value instanceof ObjectNode object) {
            return object.without(fields);
        }
        if (value.isArray()) {
            value.forEach(element -> without(element, fields));
        }
        return value;
    }

    @Nullable Object whenAbsent(ObjectNode data) {
        if (from != null && data.get(from.embedded()) instanceof ObjectNode embedded) {
            JsonNode id = embedded.get(from.field());
            return id == null || !id.isString() || id.stringValue().isEmpty() ? null : id.stringValue();
        }
        return children == null ? null : List.of();
    }

    /** Of times that order, text counts as well, so that the row has the time by which it was ordered. */
    private @Nullable Instant instantOf(JsonNode value) {
        Long millis = value.isIntegralNumber() || EventTimes.FIELDS.contains(field) ? TextTime.millis(value) : null;
        return millis == null || millis < 0 || millis > LATEST_MILLIS ? null : Instant.ofEpochMilli(millis);
    }
}
