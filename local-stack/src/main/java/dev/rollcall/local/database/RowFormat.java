package dev.rollcall.local.database;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A form in which a query's result is printed. Values are as PostgreSQL writes them; the stream that they are printed to
 * makes visible what a terminal would obey, so of an exact copy of every value only JSON gives back each character.
 */
public enum RowFormat {
    /** Aligned columns for people; null is empty. Reads the whole result first. */
    TABLE {
        @Override
        public long print(ResultSet rows, PrintStream out) throws SQLException {
            return AlignedTable.print(rows, out);
        }
    },
    /** As RFC 4180 with a header line, but for lines that end as those of every other tool here; null is empty, an empty string is {@code ""}. */
    CSV {
        @Override
        public long print(ResultSet rows, PrintStream out) throws SQLException {
            return CsvRows.print(rows, out);
        }
    },
    /** The values alone, a tab between those of a row; null is empty. For scripts. */
    VALUES {
        @Override
        public long print(ResultSet rows, PrintStream out) throws SQLException {
            int columns = rows.getMetaData().getColumnCount();
            long count = 0;
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    String value = rows.getString(column);
                    out.print((column == 1 ? "" : "\t") + (value == null ? "" : value));
                }
                out.print("\n");
                count++;
            }
            return count;
        }
    },
    /** An array of objects, one on a line; jsonb, numbers and booleans as such. */
    JSON {
        @Override
        public long print(ResultSet rows, PrintStream out) throws SQLException {
            return JsonRows.print(rows, out);
        }
    };

    /** @return how many rows there were */
    public abstract long print(ResultSet rows, PrintStream out) throws SQLException;
}
