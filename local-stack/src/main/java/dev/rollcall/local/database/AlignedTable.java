package dev.rollcall.local.database;

import dev.rollcall.model.terminal.TerminalText;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns as wide as their widest value, numbers to the right. */
final class AlignedTable {

    private AlignedTable() {}

    static long print(ResultSet rows, PrintStream out) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        int count = columns.getColumnCount();
        List<String> names = new ArrayList<>();
        boolean[] right = new boolean[count];
        int[] width = new int[count];
        for (int column = 0; column < count; column++) {
            names.add(TerminalText.onOneLine(columns.getColumnLabel(column + 1)));
            right[column] = isNumber(columns.getColumnType(column + 1));
            width[column] = length(names.get(column));
        }
        List<List<String>> all = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 0; column < count; column++) {
                String value = onOneLine(rows.getString(column + 1));
                width[column] = Math.max(width[column], length(value));
                row.add(value);
            }
            all.add(row);
        }
        out.println(line(names, width, new boolean[count]));
        out.println(rule(width));
        all.forEach(row -> out.println(line(row, width, right)));
        return all.size();
    }

    private static String line(List<String> values, int[] width, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < values.size(); column++) {
            String value = values.get(column);
            String blanks = " ".repeat(width[column] - length(value));
            line.append(column == 0 ? " " : " | ");
            line.append(right[column] ? blanks + value : value + blanks);
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] width) {
        StringBuilder rule = new StringBuilder();
        for (int column = 0; column < width.length; column++) {
            rule.append(column == 0 ? "" : "+").append("-".repeat(width[column] + 2));
        }
        return rule.toString();
    }

    private static String onOneLine(@Nullable String value) {
        return value == null ? "" : TerminalText.onOneLine(value);
    }

    private static int length(String value) {
        return value.codePointCount(0, value.length());
    }

    private static boolean isNumber(int type) {
        return switch (type) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.REAL, Types.DOUBLE -> true;
            default -> false;
        };
    }
}
