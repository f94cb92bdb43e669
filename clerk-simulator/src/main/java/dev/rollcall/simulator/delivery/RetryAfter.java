package dev.rollcall.simulator.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.OptionalDouble;

/** Reads {@code Retry-After} as Svix does: seconds, fractions allowed, or an RFC 2822 date. */
final class RetryAfter {

    private RetryAfter() {}

    /** Nothing when it is neither, or in the past. */
    static OptionalDouble seconds(String header, Instant now) {
        double seconds;
        try {
            seconds = Double.parseDouble(header.strip());
        } catch (NumberFormatException notANumber) {
            seconds = untilDate(header.strip(), now);
        }
        return seconds >= 0 && Double.isFinite(seconds) ? OptionalDouble.of(seconds) : OptionalDouble.empty();
    }

    private static double untilDate(String header, Instant now) {
        try {
            Instant date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(now, date).toMillis() / 1e3;
        } catch (DateTimeException notADate) {
            return Double.NaN;
        }
    }
}
