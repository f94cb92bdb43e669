package dev.rollcall.simulator.delivery;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * When a failed delivery is tried again: Svix's schedule in another time scale. Sources: docs.svix.com/retries; worker
 * of the open-source server ({@code JITTER_DELTA}, {@code OVERLOAD_PENALTY_SECS}, {@code Retry-After} limits).
 *
 * @param scale seconds here for one second at Svix
 */
public record RetrySchedule(double scale) {

    /** The first attempt and seven more. */
    public static final int ATTEMPTS = 8;

    private static final int[] SECONDS = {5, 300, 1_800, 7_200, 18_000, 36_000, 36_000};
    private static final int SPAN_SECONDS = 99_305;
    private static final double JITTER = 0.2;
    private static final double OVERLOAD_PENALTY_SECONDS = 60;

    /** Compresses the 27 h 35 m that all attempts take to the given time. */
    public static RetrySchedule spanning(Duration span) {
        return new RetrySchedule(span.toNanos() / 1e9 / SPAN_SECONDS);
    }

    /**
     * @param attempt the one that failed, 1 to 7
     * @param overloaded it was a timeout or a 429, which costs at least a minute
     * @param retryAfterSeconds what the answer asked for, in Svix's seconds; honoured between once and twice the delay
     * @param random 0 to 1, makes up the jitter
     */
    public Duration delayAfter(int attempt, boolean overloaded, OptionalDouble retryAfterSeconds, double random) {
        double seconds = SECONDS[attempt - 1] * (1 - JITTER + 2 * JITTER * random);
        if (overloaded) {
            seconds = Math.max(seconds, OVERLOAD_PENALTY_SECONDS);
        }
        if (retryAfterSeconds.isPresent()) {
            seconds = Math.clamp(retryAfterSeconds.getAsDouble(), seconds, 2 * seconds);
        }
        return Duration.ofNanos((long) (seconds * scale * 1e9));
    }
}
