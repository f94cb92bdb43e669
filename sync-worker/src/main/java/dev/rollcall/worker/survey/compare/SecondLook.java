package dev.rollcall.worker.survey.compare;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides about suspects once the worker has passed what was in flight at the first look: a webhook that was faster or
 * slower than the page is no drift.
 */
public final class SecondLook {

    /** Of one table; with more of them the first look counts. */
    public static final int MOST_SUSPECTS = 10_000;

    /** Before it is taken, after the worker has passed the ends that were read after the first look. */
    public static final Duration GRACE = Duration.ofMinutes(2);

    private SecondLook() {}

    /**
     * What became of a suspect.
     *
     * @param verdict {@link Verdict#EQUAL} when it is settled
     * @param repairable whether {@link Comparison#snapshot} of the second look may be published
     */
    public record Decision(Verdict verdict, boolean repairable) {

        static final Decision SETTLED = new Decision(Verdict.EQUAL, false);

        /** Whether it counts as drift that is left. */
        public boolean isLeft() {
            return verdict.isDrift();
        }
    }

    /** Whether the first look counts alone. */
    public static boolean isTooMuch(long suspectsOfTable) {
        return suspectsOfTable > MOST_SUSPECTS;
    }

    /**
     * Decides.
     *
     * @param now what a comparison with Clerk's answer of now finds; null when Clerk does not have the object any more
     * @param row as it is now; null when there is none
     * @param nowMillis by the database's clock
     */
    public static Decision decide(Suspect suspect, @Nullable Finding now, @Nullable StoredRow row, long nowMillis) {
        throw new UnsupportedOperationException();
    }
}
