package dev.rollcall.worker.copy.table;

import dev.rollcall.model.clerk.FieldName;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The columns of a record of shared-model, and the way from an instance of it to a {@link Row}. */
final class RecordColumns {

    private static final ClassValue<RecordColumns> BY_TYPE = new ClassValue<>() {
        @Override
        protected RecordColumns computeValue(Class<?> type) {
            return new RecordColumns(type);
        }
    };

    private final List<Column> columns = new ArrayList<>();
    private final List<MethodHandle> values = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<Child> children = new ArrayList<>();
    private int idPosition = -1;

    record Child(String field, RecordColumns columns, MethodHandle values) {}

    private RecordColumns(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            MethodHandle value = accessor(component);
            if (component.getType().equals(List.class)) {
                Class<?> child =
                        (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
                children.add(new Child(FieldName.of(component), of(child), value));
            } else {
                Column column = new Column(FieldName.of(component), ColumnType.of(component));
                if (column.name().equals("id")) {
                    idPosition = columns.size();
                }
                positions.put(column.name(), columns.size());
                columns.add(column);
                values.add(value);
            }
        }
    }

    static RecordColumns of(Class<?> type) {
        return BY_TYPE.get(type);
    }

    /** All columns in the order of the record's components, {@code id} among them. */
    List<Column> columns() {
        return columns;
    }

    List<Child> children() {
        return children;
    }

    /** A parent's row leaves out {@code id}, which is its key; a child's keeps it. */
    Row rowOf(Object object, Set<String> leftOut) {
        @Nullable Object[] row = valuesOf(object, idPosition);
        for (String column : leftOut) {
            Integer position = positions.get(column);
            if (position != null) {
                row[position > idPosition ? position - 1 : position] = null;
            }
        }
        return new Row(row, childrenOf(object));
    }

    private @Nullable Object[] valuesOf(Object object, int leftOut) {
        @Nullable Object[] row = new @Nullable Object[columns.size() - (leftOut < 0 ? 0 : 1)];
        int position = 0;
        for (int index = 0; index < columns.size(); index++) {
            if (index != leftOut) {
                row[position++] = travelling(columns.get(index).type(), valueOf(values.get(index), object));
            }
        }
        return row;
    }

    private List<List<Row>> childrenOf(Object object) {
        List<List<Row>> rows = new ArrayList<>(children.size());
        for (Child child : children) {
            List<Row> childRows = new ArrayList<>();
            if (valueOf(child.values(), object) instanceof List<?> elements) {
                for (Object element : elements) {
                    childRows.add(new Row(child.columns().valuesOf(element, -1), List.of()));
                }
            }
            rows.add(childRows);
        }
        return rows;
    }

    private static @Nullable Object travelling(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case TEXT, BOOLEAN, BIGINT -> value;
            case TIMESTAMP -> ((Instant) value).toEpochMilli();
            case JSON -> text((JsonNode) value);
            case IDS -> throw new IllegalStateException("no record holds a set of ids");
        };
    }

    /** Most metadata is empty, and a generator takes a microsecond to find that out. */
    private static String text(JsonNode json) {
        if (json.isContainer() && json.isEmpty()) {
            return json.isObject() ? "{}" : "[]";
        }
        return json.toString();
    }

    private static MethodHandle accessor(RecordComponent component) {
        try {
            return MethodHandles.lookup()
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException notPublic) {
            throw new IllegalStateException(component + " is not accessible", notPublic);
        }
    }

    private static @Nullable Object valueOf(MethodHandle accessor, Object object) {
        try {
            return (Object) accessor.invokeExact(object);
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a record's accessor threw a checked exception", impossible);
        }
    }
}
