package dev.rollcall.simulator.verify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a comparison is final: when everything is equal, when nothing has changed for the quiet time, or when
 * the limit is over. Times are durations since the start, so that it can be tested without waiting.
 */
final class Patience {

    private final Duration limit;
    private final Duration quiet;
    private @Nullable Object lastSeen;
    private Duration lastChange = Duration.ZERO;

    Patience(Duration limit, Duration quiet) {
        this.limit = limit;
        this.quiet = quiet;
    }

    /** @param seen what was found; equal to the last one when nothing has changed */
    boolean isOver(boolean equal, Object seen, Duration elapsed) {
        if (!seen.equals(lastSeen)) {
            lastSeen = seen;
            lastChange = elapsed;
        }
        return equal || elapsed.minus(lastChange).compareTo(quiet) >= 0 || elapsed.compareTo(limit) >= 0;
    }
}
