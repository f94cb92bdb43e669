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
    /** RFC 4180 with a header line; null is empty, an empty string is {@code ""}. */
    CSV {
        @Override
        public long print(ResultSet rows, PrintStream out) throws SQLException {
            return CsvRows.print(rows, out);
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
