package dev.rollcall.local.database;

import java.io.PrintStream;
import java.io.StringWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** A JSON array with one object on a line. */
final class JsonRows {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonRows() {}

    static long print(ResultSet rows, PrintStream out) throws SQLException {
        long count = 0;
        out.print("[");
        while (rows.next()) {
            out.print(count == 0 ? "\n" : ",\n");
            out.print(object(rows));
            count++;
        }
        out.println(count == 0 ? "]" : "\n]");
        return count;
    }

    private static String object(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        StringWriter text = new StringWriter();
        try (JsonGenerator object = JSON.createGenerator(text)) {
            object.writeStartObject();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                object.writeName(columns.getColumnLabel(column));
                write(object, columns.getColumnTypeName(column), row.getString(column));
            }
            object.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator object, String type, @Nullable String value) {
        if (value == null) {
            object.writeNull();
            return;
        }
        switch (type) {
            case "bool" -> object.writeBoolean(value.equals("t"));
            case "json", "jsonb" -> object.writeRawValue(value);
            case "int2", "int4", "int8", "oid", "float4", "float8", "numeric" -> {
                // JSON has no NaN and no Infinity.
                if (value.endsWith("N") || value.endsWith("y")) {
                    object.writeString(value);
                } else {
                    object.writeRawValue(value);
                }
            }
            default -> object.writeString(value);
        }
    }
}
