package dev.rollcall.worker.operate.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the times that operators write. */
public final class PointInTime {

    private static final int LENGTH_OF_DATE = 10;
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

    private PointInTime() {}

    /**
     * @param option its name, for the message
     * @param text ISO 8601 with an offset, seconds or not; a date, today or yesterday, which begin in UTC; or how long ago,
     *     such as 90m; null gives null
     * @param clock says what is now
     * @throws IllegalArgumentException with what to write instead
     */
    public static @Nullable Instant parse(String option, @Nullable String text, InstantSource clock) {
        if (text == null) {
            return null;
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return clock.instant().minus(Duration.of(Long.parseLong(ago.group(1)), unit(ago.group(2))));
        }
        if (text.equals("today") || text.equals("yesterday")) {
            return clock.instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(text.equals("today") ? 0 : 1));
        }
        try {
            return text.length() == LENGTH_OF_DATE
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException(
                    option + " has to be a time with an offset; write for instance 2026-11-01T00:00Z, yesterday or 90m",
                    none);
        }
    }

    private static ChronoUnit unit(String letter) {
        return switch (letter) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }
}
