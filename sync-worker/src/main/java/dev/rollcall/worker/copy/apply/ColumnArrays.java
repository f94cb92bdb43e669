package dev.rollcall.worker.copy.apply;

import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows turned into one array for each column, as {@code unnest} takes them; typed, so that they travel in binary. */
final class ColumnArrays {

    private final List<Column> columns;
    private final @Nullable Object[][] arrays;
    private int row = -1;
    private int column;

    ColumnArrays(List<Column> columns, int rows) {
        this.columns = columns;
        arrays = new @Nullable Object[columns.size()][];
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
        arrays[column++][row] = value;
        return this;
    }

    void bind(Connection connection, PreparedStatement statement, int firstParameter) throws SQLException {
        for (int index = 0; index < arrays.length; index++) {
            statement.setArray(
                    firstParameter + index,
                    connection.createArrayOf(columns.get(index).type().elementType(), arrays[index]));
        }
    }
}
