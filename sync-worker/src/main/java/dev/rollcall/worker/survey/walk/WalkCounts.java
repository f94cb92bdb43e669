package dev.rollcall.worker.survey.walk;

/**
 * Whether a walk met all that there was. Clerk's counts move while it walks, and may be counted apart from the pages.
 *
 * @param before as Clerk counted when it began
 * @param after as Clerk counted when it ended
 */
public record WalkCounts(long before, long after) {

    /** Walks of a table at most, before it counts as incomplete. */
    public static final int MOST_WALKS = 2;

    /**
     * Whether nothing is missing.
     *
     * @param met distinct ids
     * @param ends that were seen meanwhile: what ended before its place was reached was counted and not met
     */
    public boolean isWhole(long met, long ends) {
        return met >= Math.min(before, after) - ends;
    }
}
