package dev.rollcall.local.database;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Comma-separated values, row by row. */
final class CsvRows {

    private CsvRows() {}

    static long print(ResultSet rows, PrintStream out) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        StringBuilder header = new StringBuilder();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            header.append(column == 1 ? "" : ",").append(quoted(columns.getColumnLabel(column)));
        }
        out.print(header.append("\n"));
        long count = 0;
        while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                line.append(column == 1 ? "" : ",").append(quoted(rows.getString(column)));
            }
            out.print(line.append("\n"));
            count++;
        }
        return count;
    }

    private static String quoted(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean plain =
                !value.isEmpty() && value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
