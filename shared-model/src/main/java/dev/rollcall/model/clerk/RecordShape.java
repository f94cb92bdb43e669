package dev.rollcall.model.clerk;

import dev.rollcall.model.event.EnvelopeReader;
import dev.rollcall.model.event.EventTimes;
import dev.rollcall.model.event.Losses;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How one record is filled from JSON: one pass over the fields, and what finds no component goes to {@code extra}. */
final class RecordShape<R> {

    static final String EXTRA = "extra";

    /** Fields that decisions are based on: a value that they cannot hold is not the same as none. */
    private static final Set<String> DECIDING = Set.of("banned", "locked", "deprovisioned", "role", "key", "status");

    private static final Set<String> OWNERS = Set.of("organization_id", "user_id");

    private final MethodHandle constructor;
    private final FieldShape[] components;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Set<String> excluded;
    private final Set<Losses.Place> decided = new HashSet<>();
    private final int extraPosition;

    private RecordShape(Class<R> type) {
        RecordComponent[] declared = type.getRecordComponents();
        components = Arrays.stream(declared)
                .map(component -> FieldShape.of(type, component))
                .toArray(FieldShape[]::new);
        for (int position = 0; position < components.length; position++) {
            positions.put(components[position].field(), position);
            decide(components[position]);
        }
        Integer extra = positions.remove(EXTRA);
        if (extra == null) {
            throw new IllegalStateException(type + " has no component extra");
        }
        extraPosition = extra;
        excluded = ExcludedField.of(type);
        constructor = constructorOf(type, declared);
        EventTimes.FIELDS.forEach(field -> decided.add(new Losses.Place(field, null)));
    }

    private void decide(FieldShape component) {
        String field = component.field();
        if (DECIDING.contains(field) || OWNERS.contains(field)) {
            decided.add(new Losses.Place(field, null));
        }
        From from = component.from();
        if (from != null && OWNERS.contains(field)) {
            decided.add(new Losses.Place(from.embedded(), null));
            decided.add(new Losses.Place(from.embedded(), from.field()));
        }
    }

    static <R> RecordShape<R> of(Class<R> type) {
        return new RecordShape<>(type);
    }

    /** Whether a key that decisions are based on occurs twice. */
    boolean isUndecided(Losses losses) {
        return !losses.isEmpty() && decided.stream().anyMatch(place -> losses.isTwice(place.field(), place.part()));
    }

    ReadObject readObject(ObjectNode data, Losses losses) {
        SortedSet<String> incomplete = new TreeSet<>();
        // The column extra adds a container around its fields.
        R read = read(
                data,
                incomplete,
                losses.deepest() < EnvelopeReader.DEEPEST ? EnvelopeReader.DEEPEST * 2 : EnvelopeReader.DEEPEST - 1);
        for (Losses.Place place : losses.places()) {
            String field = concerned(place, read);
            if (field != null) {
                incomplete.add(field);
            }
        }
        return new ReadObject((ClerkObject) read, incomplete);
    }

    /** The field that lacks what was lost there; null when that would not have been stored, or stands elsewhere as well. */
    private @Nullable String concerned(Losses.Place place, R read) {
        for (FieldShape component : components) {
            From from = component.from();
            if (from != null
                    && from.embedded().equals(place.field())
                    && (place.part() == null || from.field().equals(place.part()))
                    && isMissing(component.field(), read)) {
                return component.field();
            }
        }
        if (excluded.contains(place.field())) {
            return null;
        }
        Integer position = positions.get(place.field());
        if (position == null) {
            return EXTRA;
        }
        return components[position].stores(place.part()) ? place.field() : null;
    }

    private boolean isMissing(String field, R read) {
        try {
            for (RecordComponent component : read.getClass().getRecordComponents()) {
                if (FieldName.of(component).equals(field)) {
                    return component.getAccessor().invoke(read) == null;
                }
            }
            return false;
        } catch (ReflectiveOperationException inaccessible) {
            throw new IllegalStateException(inaccessible);
        }
    }

    /** For an object in which nothing is too deep, and of which nobody asks what is missing. */
    R read(ObjectNode data) {
        return read(data, new TreeSet<>(), EnvelopeReader.DEEPEST);
    }

    /**
     * @param incomplete takes the names of fields that lack something
     * @param extraDepth how many containers {@code extra} may have in each other, itself included
     */
    R read(ObjectNode data, Set<String> incomplete, int extraDepth) {
        @Nullable Object[] values = new @Nullable Object[components.length];
        ObjectNode extra = null;
        for (Map.Entry<String, JsonNode> property : data.properties()) {
            Integer position = positions.get(property.getKey());
            Object value = position == null
                    ? null
                    : components[position].valueOf(property.getValue(), data, incomplete, extraDepth);
            if (value != null && position != null) {
                values[position] = value;
            } else if (!isNothing(property, position) && !excluded.contains(property.getKey())) {
                extra = extra == null ? JsonNodeFactory.instance.objectNode() : extra;
                extra.set(property.getKey(), property.getValue());
                if (position != null && (components[position].hasChildren() || DECIDING.contains(property.getKey()))) {
                    incomplete.add(property.getKey());
                }
            }
        }
        if (extra != null && extraDepth < EnvelopeReader.DEEPEST && Depth.prune(extra, extraDepth)) {
            incomplete.add(EXTRA);
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

    /** Fields of this record that are not stored. */
    Set<String> excluded() {
        return excluded;
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
}
