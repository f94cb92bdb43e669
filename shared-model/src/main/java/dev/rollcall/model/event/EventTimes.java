package dev.rollcall.model.event;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The one chain of fallbacks for the times that order events: {@code updated_at}, else {@code created_at} or
 * {@code created_at_ms}, else the envelope's {@code timestamp}, else 0.
 */
public final class EventTimes {

    /** A time this far after the record's receipt would freeze its row; it is refused instead. */
    public static final Duration FURTHEST_AHEAD = Duration.ofHours(24);

    /** The fields of {@code data} that order events, the first that is there before the others. */
    public static final List<String> FIELDS = List.of("updated_at", "created_at", "created_at_ms");

    /** Below it an envelope timestamp is in seconds (Clerk's examples), from it on in milliseconds (live events). */
    private static final long SMALLEST_MILLIS = 100_000_000_000L;

    private EventTimes() {}

    /**
     * What becomes of a time that is present but invalid: it never counts as absent, which would let an older one
     * decide.
     */
    public enum Unreadable {
        /** The event cannot be ordered. For states of resources that this release knows. */
        REFUSED,
        /** The envelope's time counts. For objects of unknown types, whose times may mean anything. */
        TIME_OF_EVENT,
        /** It counts as absent. For deletes, which are not compared. */
        ABSENT
    }

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
     * @throws NotUnderstoodException with {@link FailureCode#VERSION} when a time is neither a whole number nor RFC 3339,
     *     negative, or more than {@link #FURTHEST_AHEAD} after the receipt, and shall be refused
     */
    public static EntityVersion versionOf(
            Envelope envelope, MessageId messageId, long receivedAtMillis, Unreadable unreadable) {
        long latest = receivedAtMillis + FURTHEST_AHEAD.toMillis();
        long eventAt = eventAt(envelope, latest, unreadable);
        return new EntityVersion(updatedAt(envelope, eventAt, latest, unreadable), eventAt, messageId);
    }

    private static long eventAt(Envelope envelope, long latest, Unreadable unreadable) {
        try {
            JsonNode timestamp = envelope.timestamp();
            if (timestamp == null || timestamp.isNull()) {
                return 0;
            }
            long millis = millis("timestamp", timestamp);
            return bounded("timestamp", timestamp.isString() ? millis : envelopeMillis(millis), latest);
        } catch (NotUnderstoodException noTime) {
            if (unreadable == Unreadable.ABSENT) {
                return 0;
            }
            throw noTime;
        }
    }

    private static long updatedAt(Envelope envelope, long eventAtMillis, long latest, Unreadable unreadable) {
        for (String field : FIELDS) {
            try {
                if (envelope.losses().isLost(field)) {
                    throw new NotUnderstoodException(FailureCode.VERSION, field + " is not a time");
                }
                JsonNode time = envelope.data().get(field);
                if (time != null && !time.isNull()) {
                    return bounded(field, millis(field, time), latest);
                }
            } catch (NotUnderstoodException noTime) {
                switch (unreadable) {
                    case REFUSED -> throw noTime;
                    case TIME_OF_EVENT -> {
                        return eventAtMillis;
                    }
                    case ABSENT -> {}
                }
            }
        }
        return eventAtMillis;
    }

    private static long millis(String field, JsonNode value) {
        Long millis = TextTime.millis(value);
        if (millis == null) {
            throw new NotUnderstoodException(
                    FailureCode.VERSION, field + " is neither a whole number of milliseconds nor a time in RFC 3339");
        }
        return millis;
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
