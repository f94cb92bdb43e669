package dev.rollcall.worker.copy.table;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** How a value travels: as an element of which PostgreSQL array, and by which expression into its column. */
public enum ColumnType {
    TEXT("text", "%s"),
    BOOLEAN("boolean", "%s"),
    BIGINT("bigint", "%s"),
    /** Epoch milliseconds on the way; the multiplication is exact for every time that a record accepts. */
    TIMESTAMP("bigint", "timestamptz 'epoch' + %s * interval '1 millisecond'"),
    /** A set of ids; joined by commas on the way, which no id holds. */
    IDS("text", "string_to_array(%s, ',')"),
    /** JSON text on the way. */
    JSON("text", "%s::jsonb");

    private final String elementType;
    private final String written;

    ColumnType(String elementType, String written) {
        this.elementType = elementType;
        this.written = written;
    }

    static ColumnType of(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.equals(String.class)) {
            return TEXT;
        }
        if (type.equals(Boolean.class)) {
            return BOOLEAN;
        }
        if (type.equals(Long.class)) {
            return BIGINT;
        }
        if (type.equals(Instant.class)) {
            return TIMESTAMP;
        }
        if (JsonNode.class.isAssignableFrom(type)) {
            return JSON;
        }
        throw new IllegalArgumentException(component + " has a type that no column holds");
    }

    /** The PostgreSQL type of the array's elements. */
    public String elementType() {
        return elementType;
    }

    /** The expression that makes a column's value of an array's element. */
    public String written(String element) {
        return written.formatted(element);
    }
}
