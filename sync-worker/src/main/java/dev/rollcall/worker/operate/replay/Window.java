package dev.rollcall.worker.operate.replay;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the log, by the time at which its records were written.
 *
 * @param from the first
 * @param to before it; null for up to now
 */
public record Window(Instant from, @Nullable Instant to) {

    public Window {
        if (to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("--to has to be later than --from");
        }
    }

    /**
     * What is written on a command line.
     *
     * @param clock says what is now
     * @throws IllegalArgumentException with what to write instead
     */
    public static Window parse(@Nullable String from, @Nullable String to, InstantSource clock) {
        Instant start = PointInTime.parse("--from", from, clock);
        if (start == null) {
            throw new IllegalArgumentException("write since when: --from 2026-11-01T00:00Z");
        }
        return new Window(start, PointInTime.parse("--to", to, clock));
    }

    boolean contains(long timestampMillis) {
        return timestampMillis >= from.toEpochMilli() && (to == null || timestampMillis < to.toEpochMilli());
    }

    /** For the audit and for people. */
    public String describe() {
        return "from=" + from + (to == null ? "" : " to=" + to);
    }
}
