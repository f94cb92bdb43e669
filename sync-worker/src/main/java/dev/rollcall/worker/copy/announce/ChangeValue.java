package dev.rollcall.worker.copy.announce;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.io.ByteArrayOutputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the value of a change event: the row's columns, null ones omitted, and its child rows. */
final class ChangeValue {

    /**
     * Not in the feed: metadata for back ends only, metadata that users write, and fields that no release knows yet.
     */
    static final Set<String> LEFT_OUT = Set.of("private_metadata", "unsafe_metadata", "extra");

    private static final String ORGANIZATION = "organization_id";
    private static final int[] POWERS = {1, 10, 100, 1000};

    private static final JsonFactory JSON = new JsonFactory();

    private final Set<String> leftOut;

    ChangeValue(Set<String> sensitive) {
        leftOut =
                LEFT_OUT.stream().filter(column -> !sensitive.contains(column)).collect(Collectors.toUnmodifiableSet());
    }

    byte[] of(Table table, String id, Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("id", id);
            writeColumns(json, table.columns(), row);
            for (int index = 0; index < table.children().size(); index++) {
                writeChildren(json, table.children().get(index), row.children(index));
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void writeChildren(JsonGenerator json, ChildTable child, List<Row> rows) {
        json.writeArrayPropertyStart(child.field());
        for (Row row : rows) {
            json.writeStartObject();
            writeColumns(json, child.columns(), row);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeColumns(JsonGenerator json, List<Column> columns, Row row) {
        for (int index = 0; index < columns.size(); index++) {
            Column column = columns.get(index);
            Object value = row.value(index);
            if (value != null && !leftOut.contains(column.name())) {
                json.writeName(column.name());
                writeValue(json, column, value);
            }
        }
    }

    private static void writeValue(JsonGenerator json, Column column, Object value) {
        switch (column.type()) {
            case TEXT -> json.writeString((String) value);
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case BIGINT -> json.writeNumber((Long) value);
            case TIMESTAMP -> json.writeString(time((Long) value));
            case JSON -> json.writeRawValue((String) value);
            case IDS -> throw new IllegalStateException("no change event holds a set of ids");
        }
    }

    /**
     * RFC 3339 in UTC, always with milliseconds. Written by hand: a row has ten of them, and a formatter takes a
     * microsecond.
     */
    static String time(long epochMillis) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(epochMillis, 1000L), Math.floorMod(epochMillis, 1000) * 1_000_000, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(24);
        digits(text, time.getYear(), 4);
        digits(text.append('-'), time.getMonthValue(), 2);
        digits(text.append('-'), time.getDayOfMonth(), 2);
        digits(text.append('T'), time.getHour(), 2);
        digits(text.append(':'), time.getMinute(), 2);
        digits(text.append(':'), time.getSecond(), 2);
        digits(text.append('.'), time.getNano() / 1_000_000, 3);
        return text.append('Z').toString();
    }

    private static void digits(StringBuilder text, int number, int count) {
        for (int power = POWERS[count - 1]; power > 0; power /= 10) {
            text.append((char) ('0' + number / power % 10));
        }
    }

    /** Its owner, or the payer; null when there is none, and for a row that ended without an owner. */
    static @Nullable String organizationOf(Written written) {
        Table table = written.table();
        if (table.resource() == Resource.ORGANIZATION) {
            return written.key().id();
        }
        if (table.ownersIn(Resource.ORGANIZATION).findAny().isPresent()) {
            return written.owners().idOf(Resource.ORGANIZATION);
        }
        Row row = written.row();
        return row == null ? null : (String) table.valueOf(row, ORGANIZATION);
    }
}
