package dev.rollcall.simulator.verify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A column that holds one field of a Clerk object.
 *
 * @param name the field's and the column's
 * @param kind what it can hold
 * @param inFeed whether change events carry it; metadata that is private to the application is kept out
 */
record Column(String name, Kind kind, boolean inFeed) {

    /** The last millisecond of the year 9999: later times stay in {@code extra}. */
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    /** What a field's value must be to become the column's; anything else belongs in {@code extra}. */
    enum Kind {
        TEXT,
        BOOLEAN,
        BIGINT,
        /** Epoch milliseconds. */
        TIME,
        /** Any value but null. */
        JSON
    }

    /** Whether the value says that there is none: null, or '' as the id of another object. */
    boolean isNothing(JsonNode field) {
        return field.isNull()
                || (name.endsWith("_id")
                        && field.isString()
                        && field.stringValue().isEmpty());
    }

    /** Null when the field has no value, or one of a type that the column does not hold. */
    @Nullable Object valueOf(JsonNode field) {
        if (isNothing(field)) {
            return null;
        }
        return switch (kind) {
            case TEXT -> field.isString() ? field.stringValue() : null;
            case BOOLEAN -> field.isBoolean() ? (Boolean) field.booleanValue() : null;
            case BIGINT -> isLong(field) ? (Long) field.longValue() : null;
            case TIME ->
                isLong(field) && field.longValue() >= 0 && field.longValue() <= LATEST_MILLIS
                        ? Instant.ofEpochMilli(field.longValue())
                        : null;
            case JSON -> field;
        };
    }

    private static boolean isLong(JsonNode field) {
        return field.isIntegralNumber() && field.canConvertToLong();
    }
}
