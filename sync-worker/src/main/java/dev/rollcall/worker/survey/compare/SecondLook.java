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
        return switch (suspect.verdict()) {
            case UNCONFIRMED -> now == null ? ofUnlisted(suspect, row) : ofFound(now, row, nowMillis);
            case MISSING, STALE -> now == null ? ofVanished(suspect, row) : ofOlder(suspect, now, row);
            case DIFFERENT -> now == null ? ofVanished(suspect, row) : ofDifferent(suspect, now, row);
            case ENDED_BUT_ALIVE -> now == null ? Decision.SETTLED : ofEnded(now, row, nowMillis);
            case AHEAD -> now == null ? ofVanished(suspect, row) : ofAhead(suspect, now, row, nowMillis);
            case UNREADABLE -> now == null ? ofVanished(suspect, row) : ofFound(now, row, nowMillis);
            case EQUAL, ERASED, ACTIVITY_ONLY, EXTRA, PLACEHOLDER, UNAVAILABLE ->
                new Decision(suspect.verdict(), false);
        };
    }

    private static Decision ofUnlisted(Suspect suspect, @Nullable StoredRow row) {
        boolean lives = row != null && row.end() == null && !row.isPlaceholder();
        return lives ? new Decision(suspect.verdict(), false) : Decision.SETTLED;
    }

    /**
     * Listed, and not found any more: an end that arrived says why, and nothing else does. What this run has listed is none
     * of the rows that are asked for one by one to be ended: the next survey tells.
     */
    private static Decision ofVanished(Suspect suspect, @Nullable StoredRow row) {
        return row == null || row.end() == null ? new Decision(suspect.verdict(), false) : Decision.SETTLED;
    }

    /**
     * Of what the first look could not compare, the second is the first that can: what it finds counts, but for what one of
     * the two became within the grace, since that may be under way.
     */
    private static Decision ofFound(Finding now, @Nullable StoredRow row, long nowMillis) {
        long changedMillis =
                Math.max(now.updatedAtMillis(), row == null ? 0 : row.version().updatedAtMillis());
        boolean old = nowMillis - changedMillis >= GRACE.toMillis();
        return switch (now.verdict()) {
            case MISSING, STALE, DIFFERENT -> old ? new Decision(now.verdict(), true) : Decision.SETTLED;
            case AHEAD -> old ? new Decision(Verdict.AHEAD, false) : Decision.SETTLED;
            case UNREADABLE -> new Decision(Verdict.UNREADABLE, false);
            case ENDED_BUT_ALIVE -> ofEnded(now, row, nowMillis);
            case EQUAL, ERASED, ACTIVITY_ONLY, EXTRA, UNCONFIRMED, PLACEHOLDER, UNAVAILABLE -> Decision.SETTLED;
        };
    }

    /**
     * Where Clerk has come to what the row was, a webhook was faster than the page; that one is again, or that Clerk has gone
     * further since, is no drift.
     */
    private static Decision ofAhead(Suspect suspect, Finding now, @Nullable StoredRow row, long nowMillis) {
        return switch (now.verdict()) {
            case AHEAD ->
                now.updatedAtMillis() >= suspect.rowUpdatedMillis()
                        ? Decision.SETTLED
                        : new Decision(Verdict.AHEAD, false);
            case STALE ->
                now.updatedAtMillis() > suspect.rowUpdatedMillis() ? Decision.SETTLED : ofFound(now, row, nowMillis);
            default -> ofFound(now, row, nowMillis);
        };
    }

    private static Decision ofOlder(Suspect suspect, Finding now, @Nullable StoredRow row) {
        boolean ended = row != null && row.end() != null;
        boolean reached =
                row != null && !row.isPlaceholder() && row.version().updatedAtMillis() >= suspect.updatedAtMillis();
        if (ended || reached) {
            return Decision.SETTLED;
        }
        return switch (now.verdict()) {
            case MISSING, STALE, DIFFERENT -> new Decision(now.verdict(), true);
            case UNREADABLE, ERASED, ACTIVITY_ONLY -> new Decision(now.verdict(), false);
            // Its owner ended meanwhile.
            case ENDED_BUT_ALIVE -> Decision.SETTLED;
            // An answer that is older than the first: what was seen was seen.
            case EQUAL, AHEAD, EXTRA, UNCONFIRMED, PLACEHOLDER, UNAVAILABLE -> new Decision(suspect.verdict(), false);
        };
    }

    private static Decision ofDifferent(Suspect suspect, Finding now, @Nullable StoredRow row) {
        boolean unmoved = row != null
                && row.version().updatedAtMillis() == suspect.updatedAtMillis()
                && now.updatedAtMillis() == suspect.updatedAtMillis();
        return unmoved && now.verdict() == Verdict.DIFFERENT ? new Decision(Verdict.DIFFERENT, true) : Decision.SETTLED;
    }

    private static Decision ofEnded(Finding now, @Nullable StoredRow row, long nowMillis) {
        StoredEnd end = row == null ? null : row.end();
        boolean old = end == null || nowMillis - end.atMillis() >= GRACE.toMillis();
        return switch (now.verdict()) {
            case ENDED_BUT_ALIVE -> old ? new Decision(Verdict.ENDED_BUT_ALIVE, false) : Decision.SETTLED;
            case ERASED -> new Decision(Verdict.ERASED, false);
            default -> Decision.SETTLED;
        };
    }
}
