package dev.rollcall.simulator.verify;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a row differs from the object that it copies, by the names that a survey's verdicts have. */
public enum Drift {
    /** No row of an object that lives. */
    MISSING,
    /** The row is of an older state. */
    STALE,
    /** The row is of a newer state than the last. */
    AHEAD,
    /** The same state with other content. */
    DIFFERENT,
    /** The row ended, and the object lives. */
    ENDED_BUT_ALIVE,
    /** The row lives, and the object ended. */
    EXTRA;

    /** As a survey's report has it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Of a row that is not as it must be.
     *
     * @param expected live, with its version
     * @param actual null when there is none
     */
    static Drift ofLive(Row expected, @Nullable Row actual) {
        if (actual == null) {
            return MISSING;
        }
        if (!actual.isLive()) {
            return ENDED_BUT_ALIVE;
        }
        int order = Long.compare(updatedAtMillis(actual), updatedAtMillis(expected));
        return order == 0 ? DIFFERENT : order < 0 ? STALE : AHEAD;
    }

    private static long updatedAtMillis(Row row) {
        return row.get(Row.UPDATED_AT_MILLIS) instanceof Long millis ? millis : 0;
    }
}
