package dev.rollcall.model.clerk;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes out of an object what no row of it would hold, so that it does not travel either: {@link ExcludedField}, of which
 * only the ids stay that are read out of an embedded object.
 */
public final class StoredFields {

    private static final ClassValue<StoredFields> BY_TYPE = new ClassValue<>() {
        @Override
        protected StoredFields computeValue(Class<?> type) {
            return new StoredFields(type);
        }
    };

    private final Set<String> gone = new HashSet<>();
    private final Map<String, Set<String>> onlyIds = new HashMap<>();
    private final Map<String, Set<String>> goneInside = new HashMap<>();
    private final Map<String, StoredFields> children = new HashMap<>();

    private StoredFields(Class<?> type) {
        gone.addAll(ExcludedField.of(type));
        for (RecordComponent component : type.getRecordComponents()) {
            String field = FieldName.of(component);
            From from = component.getAnnotation(From.class);
            if (from != null) {
                gone.remove(from.embedded());
                onlyIds.computeIfAbsent(from.embedded(), first -> new HashSet<>())
                        .add(from.field());
            }
            Set<String> inside = ExcludedField.inside(type, field);
            if (!inside.isEmpty()) {
                goneInside.put(field, inside);
            }
            if (component.getGenericType() instanceof ParameterizedType list) {
                children.put(field, BY_TYPE.get((Class<?>) list.getActualTypeArguments()[0]));
            }
        }
    }

    /** Changes an object of the resource. */
    public static void retain(Resource resource, ObjectNode object) {
        BY_TYPE.get(resource.type()).retainIn(object);
    }

    private void retainIn(ObjectNode object) {
        object.remove(gone);
        onlyIds.forEach((field, ids) -> {
            if (object.get(field) instanceof ObjectNode embedded) {
                embedded.retain(ids);
            } else {
                object.remove(field);
            }
        });
        goneInside.forEach((field, inside) -> remove(object.path(field), inside));
        children.forEach((field, child) -> object.path(field).forEach(element -> {
            if (element instanceof ObjectNode each) {
                child.retainIn(each);
            }
        }));
    }

    private static void remove(JsonNode value, Set<String> fields) {
        if (value instanceof ObjectNode object) {
            object.remove(fields);
        } else if (value.isArray()) {
            value.forEach(element -> remove(element, fields));
        }
    }
}
