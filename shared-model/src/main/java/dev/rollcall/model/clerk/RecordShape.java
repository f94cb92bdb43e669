package dev.rollcall.model.clerk;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How one record is filled from JSON: one pass over the fields, and what finds no component goes to {@code extra}. */
final class RecordShape<R> {

    /** More than any account has, few enough for one change event. */
    private static final int MOST_CHILDREN = 1_000;

    /** The last millisecond of the year 9999, well inside PostgreSQL's {@code timestamptz}. */
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    private final MethodHandle constructor;
    private final Component[] components;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Set<String> excluded;
    private final int extraPosition;

    private RecordShape(Class<R> type) {
        RecordComponent[] declared = type.getRecordComponents();
        components = Arrays.stream(declared)
                .map(component -> Component.of(type, component))
                .toArray(Component[]::new);
        for (int position = 0; position < components.length; position++) {
            positions.put(components[position].field(), position);
        }
        Integer extra = positions.remove("extra");
        if (extra == null) {
            throw new IllegalStateException(type + " has no component extra");
        }
        extraPosition = extra;
        excluded = ExcludedField.of(type);
        constructor = constructorOf(type, declared);
    }

    static <R> RecordShape<R> of(Class<R> type) {
        return new RecordShape<>(type);
    }

    R read(ObjectNode data) {
        @Nullable Object[] values = new @Nullable Object[components.length];
        ObjectNode extra = null;
        for (Map.Entry<String, JsonNode> property : data.properties()) {
            Integer position = positions.get(property.getKey());
            Object value = position == null ? null : components[position].valueOf(property.getValue());
            if (value != null && position != null) {
                values[position] = value;
            } else if (!isNothing(property, position) && !excluded.contains(property.getKey())) {
                extra = extra == null ? JsonNodeFactory.instance.objectNode() : extra;
                extra.set(property.getKey(), property.getValue());
            }
        }
        values[extraPosition] = extra;
        for (int position = 0; position < components.length; position++) {
            if (values[position] == null) {
                values[position] = components[position].whenAbsent(data);
            }
        }
        return construct(values);
    }

    /** Null, or the '' that stands for null in an id. */
    private boolean isNothing(Map.Entry<String, JsonNode> property, @Nullable Integer position) {
        JsonNode value = property.getValue();
        return value.isNull()
                || (position != null
                        && components[position].isId()
                        && value.asString("-").isEmpty());
    }

    @SuppressWarnings("unchecked") // the handle was made from R's canonical constructor
    private R construct(@Nullable Object[] values) {
        try {
            return (R) (Object) constructor.invokeExact(values);
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a record's constructor threw a checked exception", impossible);
        }
    }

    private static MethodHandle constructorOf(Class<?> type, RecordComponent[] declared) {
        Class<?>[] types = Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return MethodHandles.lookup()
                    .findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException inaccessible) {
            throw new IllegalStateException(inaccessible);
        }
    }

    private record Component(
            String field,
            Class<?> type,
            @Nullable RecordShape<?> child,
            @Nullable From from,
            Set<String> excludedInside) {

        static Component of(Class<?> owner, RecordComponent declared) {
            boolean children = declared.getType().equals(List.class);
            RecordShape<?> child = children
                    ? RecordShape.of(
                            (Class<?>) ((ParameterizedType) declared.getGenericType()).getActualTypeArguments()[0])
                    : null;
            String field = FieldName.of(declared);
            return new Component(
                    field,
                    declared.getType(),
                    child,
                    declared.getAnnotation(From.class),
                    ExcludedField.inside(owner, field));
        }

        boolean isId() {
            return field.endsWith("_id");
        }

        /** Null when the JSON value is null or of a type that this component does not hold. */
        @Nullable Object valueOf(JsonNode value) {
            if (value.isNull()) {
                return null;
            }
            if (child != null) {
                return childrenOf(value, child);
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
            return child == null ? null : List.of();
        }

        private static @Nullable Instant instantOf(JsonNode value) {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                return null;
            }
            long millis = value.longValue();
            return millis < 0 || millis > LATEST_MILLIS ? null : Instant.ofEpochMilli(millis);
        }
    }

    /** Null when it is not an array of objects. Of several with one id the first counts. */
    private static @Nullable List<Object> childrenOf(JsonNode array, RecordShape<?> child) {
        if (!array.isArray()) {
            return null;
        }
        if (array.size() > MOST_CHILDREN) {
            throw new NotUnderstoodException(
                    FailureCode.LIMITS, "more than " + MOST_CHILDREN + " children of one kind");
        }
        Map<String, Object> byId = new LinkedHashMap<>();
        for (JsonNode element : array) {
            if (!(element instanceof ObjectNode object)) {
                return null;
            }
            ObjectNode identified = identified(object);
            byId.putIfAbsent(identified.get("id").stringValue(), child.read(identified));
        }
        return new ArrayList<>(byId.values());
    }

    /** The specification allows a missing id; a hash of the content keeps the row the same however often it comes. */
    private static ObjectNode identified(ObjectNode child) {
        JsonNode id = child.get("id");
        if (id != null && id.isString() && !id.stringValue().isEmpty()) {
            return child;
        }
        ObjectNode identified = child.deepCopy();
        identified.put("id", "derived_" + digest(child.toString()));
        return identified;
    }

    private static String digest(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
