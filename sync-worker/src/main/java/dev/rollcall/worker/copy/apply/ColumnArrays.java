package dev.rollcall.worker.copy.apply;

import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into one array for each column, as {@code unnest} takes them; typed, so that they travel in binary. Of a
 * column without a value in any row an empty one travels: {@code unnest} fills what is missing at an array's end with
 * nulls, and a third of a user's columns are empty in all rows of a batch.
 */
final class ColumnArrays {

    private final List<Column> columns;
    private final @Nullable Object[][] arrays;
    private final boolean[] filled;
    private int row = -1;
    private int column;

    ColumnArrays(List<Column> columns, int rows) {
        this.columns = columns;
        arrays = new @Nullable Object[columns.size()][];
        filled = new boolean[arrays.length];
        for (int index = 0; index < arrays.length; index++) {
            arrays[index] = empty(columns.get(index).type(), rows);
        }
    }

    private static @Nullable Object[] empty(ColumnType type, int rows) {
        return switch (type) {
            case TEXT, IDS, JSON -> new String[rows];
            case BOOLEAN -> new Boolean[rows];
            case BIGINT, TIMESTAMP -> new Long[rows];
        };
    }

    ColumnArrays next() {
        row++;
        column = 0;
        return this;
    }

    ColumnArrays add(@Nullable Object value) {
        if (value != null) {
            arrays[column][row] = value;
            filled[column] = true;
        }
        column++;
        return this;
    }

    /** In the order of the columns. */
    List<Array> in(Connection connection) throws SQLException {
        List<Array> all = new ArrayList<>(arrays.length);
        for (int index = 0; index < arrays.length; index++) {
            ColumnType type = columns.get(index).type();
            @Nullable Object[] array = filled[index] ? arrays[index] : empty(type, 0);
            all.add(connection.createArrayOf(type.elementType(), array));
        }
        return all;
    }

    void bind(Connection connection, PreparedStatement statement) throws SQLException {
        int parameter = 1;
        for (Array array : in(connection)) {
            statement.setArray(parameter++, array);
        }
    }
}
