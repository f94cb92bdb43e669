package dev.rollcall.worker.operate.replay;

import java.time.Instant;
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

    /** @throws IllegalArgumentException with what to write instead */
    public static Window parse(@Nullable String from, @Nullable String to) {
        Instant start = PointInTime.parse("--from", from);
        if (start == null) {
            throw new IllegalArgumentException("write since when: --from 2026-11-01T00:00Z");
        }
        return new Window(start, PointInTime.parse("--to", to));
    }

    boolean contains(long timestampMillis) {
        return timestampMillis >= from.toEpochMilli() && (to == null || timestampMillis < to.toEpochMilli());
    }

    /** For the audit and for people. */
    public String describe() {
        return "from=" + from + (to == null ? "" : " to=" + to);
    }
}
