package dev.rollcall.model.event;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one chain of fallbacks for the times that order events: {@code updated_at}, else {@code created_at} or
 * {@code created_at_ms}, else the envelope's {@code timestamp}, else 0.
 */
public final class EventTimes {

    /** A time this far after the record's receipt would freeze its row; it is refused instead. */
    public static final Duration FURTHEST_AHEAD = Duration.ofHours(24);

    /** Below it an envelope timestamp is in seconds (Clerk's examples), from it on in milliseconds (live events). */
    private static final long SMALLEST_MILLIS = 100_000_000_000L;

    private EventTimes() {}

    static boolean isMillis(long envelopeTimestamp) {
        return envelopeTimestamp >= SMALLEST_MILLIS;
    }

    static long envelopeMillis(long envelopeTimestamp) {
        // Of a negative one only the sign matters, for which the version is refused; multiplied it could be positive.
        return isMillis(envelopeTimestamp) ? envelopeTimestamp : Math.max(envelopeTimestamp, -1) * 1000L;
    }

    /**
     * The version of the state or delete that an event carries.
     *
     * @param receivedAtMillis when the gateway received the event, milliseconds since the epoch
     * @throws NotUnderstoodException with {@link FailureCode#VERSION} when a time is not a whole number, negative, or
     *     more than {@link #FURTHEST_AHEAD} after the receipt
     */
    public static EntityVersion versionOf(Envelope envelope, MessageId messageId, long receivedAtMillis) {
        long latest = receivedAtMillis + FURTHEST_AHEAD.toMillis();
        long eventAt = bounded("timestamp", envelope.eventAtMillis(), latest);
        return new EntityVersion(updatedAt(envelope.data(), eventAt, latest), eventAt, messageId);
    }

    private static long updatedAt(ObjectNode data, long eventAtMillis, long latest) {
        for (String field : new String[] {"updated_at", "created_at", "created_at_ms"}) {
            Long millis = wholeNumber(field, data.get(field));
            if (millis != null) {
                return bounded(field, millis, latest);
            }
        }
        return eventAtMillis;
    }

    static @Nullable Long wholeNumber(String field, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new NotUnderstoodException(FailureCode.VERSION, field + " is not a whole number of milliseconds");
        }
        return value.longValue();
    }

    private static long bounded(String field, long millis, long latest) {
        if (millis < 0) {
            throw new NotUnderstoodException(FailureCode.VERSION, field + " is negative");
        }
        if (millis > latest) {
            throw new NotUnderstoodException(FailureCode.VERSION, field + " is more than 24 h after the receipt");
        }
        return millis;
    }
}
