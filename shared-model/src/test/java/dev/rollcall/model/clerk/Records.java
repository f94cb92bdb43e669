package dev.rollcall.model.clerk;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes an instance of the record whose values were read, so that a test can name them and sees their types. */
final class Records {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(1_000_000)
                            .maxNumberLength(10_000)
                            .maxNestingDepth(1_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Records() {}

    static <R> R of(Class<R> type, ReadObject read) {
        return of(
                type,
                read.id(),
                Arrays.asList(read.values()).iterator(),
                read.children().iterator());
    }

    private static <R> R of(
            Class<R> type,
            @Nullable String id,
            Iterator<@Nullable Object> values,
            Iterator<List<@Nullable Object[]>> lists) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().equals(List.class)) {
                Class<?> child =
                        (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
                List<Object> children = new ArrayList<>();
                lists.next()
                        .forEach(element -> children.add(of(
                                child,
                                null,
                                Arrays.asList(element).iterator(),
                                List.<List<@Nullable Object[]>>of().iterator())));
                arguments.add(children);
            } else if (id != null && component.getName().equals("id")) {
                arguments.add(id);
            } else {
                arguments.add(typed(component.getType(), values.next()));
            }
        }
        assert !values.hasNext() && !lists.hasNext();
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(arguments.toArray());
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static @Nullable Object typed(Class<?> type, @Nullable Object value) {
        if (value instanceof Long millis && type.equals(Instant.class)) {
            return Instant.ofEpochMilli(millis);
        }
        if (value instanceof String json && JsonNode.class.isAssignableFrom(type)) {
            return JSON.readTree(json);
        }
        return value;
    }
}
