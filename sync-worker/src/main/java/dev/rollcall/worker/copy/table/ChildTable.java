package dev.rollcall.worker.copy.table;

import java.util.List;

/**
 * A table whose rows are part of an object: a pure function of the parent's accepted state.
 *
 * @param name qualified
 * @param parentColumn holds the parent's id; the primary key is (parent column, id)
 * @param field Clerk's name of the array inside the parent, and its name in the change event
 * @param columns without the parent's, {@code id} first
 */
public record ChildTable(String name, String parentColumn, String field, List<Column> columns) {

    public ChildTable {
        columns = List.copyOf(columns);
    }
}
