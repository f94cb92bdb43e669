package dev.rollcall.model.event;

import java.time.Duration;

/** Tells a live event from an example by its time: Svix delivers for little more than a day, an example is years old. */
public final class DeliveryTime {

    /** Svix retries for 27 h 35 m; an outage, and a resend by hand, may come on top. */
    public static final Duration LONGEST_WAY = Duration.ofDays(3);

    /** What clocks may differ by: the tolerance of the signature's timestamp. */
    public static final Duration FURTHEST_AHEAD = Duration.ofMinutes(5);

    private DeliveryTime() {}

    /**
     * Whether an event of that time can be a delivery that was first received then; both ends count.
     *
     * @param eventAtMillis the envelope's {@code timestamp}, milliseconds since the epoch
     * @param receivedAtMillis the record's first receipt, milliseconds since the epoch; a replay keeps it
     */
    public static boolean fits(long eventAtMillis, long receivedAtMillis) {
        return eventAtMillis >= receivedAtMillis - LONGEST_WAY.toMillis()
                && eventAtMillis <= receivedAtMillis + FURTHEST_AHEAD.toMillis();
    }
}
