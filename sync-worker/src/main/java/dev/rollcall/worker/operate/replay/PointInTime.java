package dev.rollcall.worker.operate.replay;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the times that operators write. */
public final class PointInTime {

    private static final int LENGTH_OF_DATE = 10;

    private PointInTime() {}

    /**
     * @param option its name, for the message
     * @param text ISO 8601 with an offset, seconds or not, or a date, which begins in UTC; null gives null
     * @throws IllegalArgumentException with what to write instead
     */
    public static @Nullable Instant parse(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == LENGTH_OF_DATE
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException(
                    option + " has to be a time with an offset; write for instance 2026-11-01T00:00Z", none);
        }
    }
}
