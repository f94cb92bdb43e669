package dev.rollcall.worker.copy.table;

import dev.rollcall.model.clerk.FieldName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that a record of shared-model declares.
 *
 * @param columns in the order of the record's components, {@code id} among them
 * @param children one for each component that is a list, in their order
 */
record RecordColumns(List<Column> columns, List<Child> children) {

    /** @param field Clerk's name of the list */
    record Child(String field, List<Column> columns) {}

    static RecordColumns of(Class<?> type) {
        List<Column> columns = new ArrayList<>();
        List<Child> children = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String field = FieldName.of(component);
            if (component.getType().equals(List.class)) {
                Class<?> child =
                        (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
                children.add(new Child(field, of(child).columns()));
            } else {
                columns.add(new Column(field, ColumnType.of(component)));
            }
        }
        return new RecordColumns(columns, children);
    }
}
