package dev.rollcall.worker.copy.announce;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final byte[] SOME_TIME = "1970-01-01T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<Resource, AnnouncedTable> tables = new EnumMap<>(Resource.class);

    ChangeValue(Set<String> sensitive) {
        Set<String> leftOut =
                LEFT_OUT.stream().filter(column -> !sensitive.contains(column)).collect(Collectors.toUnmodifiableSet());
        for (Resource resource : Resource.values()) {
            tables.put(resource, AnnouncedTable.of(Table.ofResource(resource), leftOut));
        }
    }

    byte[] of(Resource resource, String id, Row row) {
        AnnouncedTable table = Objects.requireNonNull(tables.get(resource));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("id", id);
            write(json, table.properties(), row);
            for (int index = 0; index < table.children().size(); index++) {
                write(json, table.children().get(index), row.children(index));
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, AnnouncedTable.Child child, List<Row> rows) {
        json.writeName(child.name());
        json.writeStartArray();
        for (Row row : rows) {
            json.writeStartObject();
            write(json, child.properties(), row);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, List<AnnouncedTable.Property> properties, Row row) {
        for (AnnouncedTable.Property property : properties) {
            Object value = row.value(property.column());
            if (value != null) {
                json.writeName(property.name());
                write(json, property.type(), value);
            }
        }
    }

    private static void write(JsonGenerator json, ColumnType type, Object value) {
        switch (type) {
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
        byte[] text = SOME_TIME.clone();
        digits(text, 4, 4, time.getYear());
        digits(text, 7, 2, time.getMonthValue());
        digits(text, 10, 2, time.getDayOfMonth());
        digits(text, 13, 2, time.getHour());
        digits(text, 16, 2, time.getMinute());
        digits(text, 19, 2, time.getSecond());
        digits(text, 23, 3, time.getNano() / 1_000_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** The last so many decimal digits of a number, up to that place. */
    private static void digits(byte[] text, int end, int count, int number) {
        int rest = number;
        for (int place = end - 1; place >= end - count; place--) {
            text[place] = (byte) ('0' + rest % 10);
            rest /= 10;
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
