package dev.rollcall.worker.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of one row, with its child rows, between Clerk's object and both the database and the change event. Values are in the order of {@link Table#columns()}: {@code String} for text and JSON, {@code Boolean},
 * {@code Long} for numbers and times (epoch milliseconds), or null.
 */
public final class Row {

    private final @Nullable Object[] values;
    private final List<List<Row>> children;

    /**
     * @param values one for each column, not copied
     * @param children one list for each child table
     */
    public Row(@Nullable Object[] values, List<List<Row>> children) {
        this.values = values;
        this.children = children;
    }

    public @Nullable Object value(int column) {
        return values[column];
    }

    /** The rows of one child table, in no particular order. */
    public List<Row> children(int childTable) {
        return children.get(childTable);
    }
}
