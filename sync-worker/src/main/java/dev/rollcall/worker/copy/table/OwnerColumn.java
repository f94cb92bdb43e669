package dev.rollcall.worker.copy.table;

import dev.rollcall.model.clerk.ClerkObject;
import dev.rollcall.model.clerk.FieldName;
import dev.rollcall.model.clerk.Owner;
import dev.rollcall.model.clerk.Resource;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * A column that says, once and for all, what a row belongs to. When the owner ends, so does the row.
 *
 * @param name the column
 * @param owner the table of the owner
 * @param required whether a state without it cannot be understood
 */
public record OwnerColumn(String name, Resource owner, boolean required) {

    /** Those of a record, in the order of its components. */
    static List<OwnerColumn> of(Class<? extends ClerkObject> type) {
        List<OwnerColumn> columns = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Owner owner = component.getAnnotation(Owner.class);
            if (owner != null) {
                columns.add(new OwnerColumn(FieldName.of(component), owner.value(), owner.required()));
            }
        }
        return List.copyOf(columns);
    }
}
