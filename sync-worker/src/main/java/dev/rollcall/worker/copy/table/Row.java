package dev.rollcall.worker.copy.table;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The content of one row, with its child rows, between Clerk's object and both the database and the change event. Values are in the order of {@link Table#columns()}: {@code String} for text and JSON, {@code Boolean},
 * {@code Long} for numbers and times (epoch milliseconds), or null.
 */
public final class Row {

    private final @Nullable Object[] values;
    private final List<List<Row>> children;
    private final List<String> incomplete;

    /**
     * @param values one for each column, not copied
     * @param children one list for each child table
     */
    public Row(@Nullable Object[] values, List<List<Row>> children) {
        this(values, children, List.of());
    }

    /**
     * @param values one for each column, not copied
     * @param children one list for each child table
     * @param incomplete names of the columns and child lists that lack a part of what Clerk said, sorted
     */
    public Row(@Nullable Object[] values, List<List<Row>> children, List<String> incomplete) {
        this.values = values;
        this.children = children;
        this.incomplete = List.copyOf(incomplete);
    }

    public @Nullable Object value(int column) {
        return values[column];
    }

    /** For {@link Table#rowOf} and {@link RowBounds}, before anybody else sees the row. */
    void clear(int column) {
        values[column] = null;
    }

    Row lacking(SortedSet<String> columns) {
        return new Row(values, children, List.copyOf(columns));
    }

    /** Names of the columns and child lists that lack a part of what Clerk said, sorted: {@code sync_incomplete}. */
    public List<String> incomplete() {
        return incomplete;
    }

    /** The rows of one child table, in no particular order. */
    public List<Row> children(int childTable) {
        return children.get(childTable);
    }
}
