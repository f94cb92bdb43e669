package dev.rollcall.local.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetMetaDataImpl;
import javax.sql.rowset.RowSetProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With a result that no database gave. */
class RowFormatTest {

    private static final Map<String, Integer> TYPES = Map.of(
            "int2",
            Types.SMALLINT,
            "int4",
            Types.INTEGER,
            "int8",
            Types.BIGINT,
            "numeric",
            Types.NUMERIC,
            "float4",
            Types.REAL,
            "float8",
            Types.DOUBLE);

    /** Values are text, as the driver gives them; only the type of a column is said. */
    private static CachedRowSet columns(String... namesAndTypes) throws SQLException {
        CachedRowSet rows = RowSetProvider.newFactory().createCachedRowSet();
        RowSetMetaDataImpl columns = new RowSetMetaDataImpl();
        columns.setColumnCount(namesAndTypes.length / 2);
        for (int column = 1; column <= namesAndTypes.length / 2; column++) {
            String type = namesAndTypes[2 * column - 1];
            columns.setColumnName(column, namesAndTypes[2 * column - 2]);
            columns.setColumnLabel(column, namesAndTypes[2 * column - 2]);
            columns.setColumnTypeName(column, type);
            columns.setColumnType(column, TYPES.getOrDefault(type, Types.VARCHAR));
            columns.setNullable(column, RowSetMetaDataImpl.columnNullable);
        }
        rows.setMetaData(columns);
        return rows;
    }

    private static void add(CachedRowSet rows, @Nullable String... values) throws SQLException {
        if (rows.size() > 0) {
            rows.last();
        }
        rows.moveToInsertRow();
        for (int column = 1; column <= values.length; column++) {
            String value = values[column - 1];
            if (value == null) {
                rows.updateNull(column);
            } else {
                rows.updateString(column, value);
            }
        }
        rows.insertRow();
        rows.moveToCurrentRow();
        rows.beforeFirst();
    }

    private static String printed(RowFormat format, CachedRowSet rows, long expected) throws SQLException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        long count = format.print(rows, new PrintStream(text, true, StandardCharsets.UTF_8));
        assertThat(count).isEqualTo(expected);
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTableIsAsWideAsItsWidestValuesWithNumbersToTheRight() throws SQLException {
        CachedRowSet rows = columns("id", "text", "seats", "int4", "a long name", "text");
        add(rows, "user_1", "7", "one");
        add(rows, "é👩", "1234567", null);
        assertThat(printed(RowFormat.TABLE, rows, 2)).isEqualTo("""
                 id     | seats   | a long name
                --------+---------+-------------
                 user_1 |       7 | one
                 é👩     | 1234567 |
                """);
    }

    @ParameterizedTest
    @EnumSource(names = {"CSV", "VALUES", "TABLE", "JSON"})
    void aResultWithoutRowsIsCountedAsNone(RowFormat format) throws SQLException {
        assertThat(printed(format, columns("id", "text"), 0))
                .isEqualTo(
                        switch (format) {
                            case TABLE -> " id\n----\n";
                            case CSV -> "id\n";
                            case VALUES -> "";
                            case JSON -> "[]\n";
                        });
    }

    @Test
    void commaSeparatedValuesAreQuotedWhereTheyHaveTo() throws SQLException {
        CachedRowSet rows = columns("id", "text", "a,b", "text");
        add(rows, "user_1", "say \"yes\"");
        add(rows, "", null);
        add(rows, "two\nlines", "back\rhome");
        add(rows, "a,b", "plain text");
        assertThat(printed(RowFormat.CSV, rows, 4)).isEqualTo("""
                id,"a,b"
                user_1,"say ""yes\"""
                "",
                "two
                lines","back\rhome"
                "a,b",plain text
                """);
    }

    @Test
    void valuesAloneHaveATabBetweenThem() throws SQLException {
        CachedRowSet rows = columns("id", "text", "name", "text");
        add(rows, "user_1", "Ada");
        add(rows, "user_2", null);
        assertThat(printed(RowFormat.VALUES, rows, 2)).isEqualTo("user_1\tAda\nuser_2\t\n");
    }

    @Test
    void jsonHasNumbersBooleansAndObjectsAsSuch() throws SQLException {
        CachedRowSet rows = columns("id", "text", "yes", "bool", "no", "bool", "seats", "numeric", "data", "jsonb");
        add(rows, "user_1", "t", "f", "7", "{\"a\": [1]}");
        add(rows, "say \"yes\"", null, null, null, null);
        assertThat(printed(RowFormat.JSON, rows, 2)).isEqualTo("""
                [
                {"id":"user_1","yes":true,"no":false,"seats":7,"data":{"a": [1]}},
                {"id":"say \\"yes\\"","yes":null,"no":null,"seats":null,"data":null}
                ]
                """);
    }
}
