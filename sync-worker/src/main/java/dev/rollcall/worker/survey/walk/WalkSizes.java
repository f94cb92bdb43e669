package dev.rollcall.worker.survey.walk;

import java.util.List;

/**
 * How much a page has.
 *
 * @param overlap rows that a page repeats of the one before
 * @param pages rows that a page is asked for, from the first size to what is left where Clerk cannot give as many in time
 */
public record WalkSizes(int overlap, List<Integer> pages) {

    /** The most that Clerk gives, and less. */
    public static final WalkSizes USUAL = new WalkSizes(50, List.of(500, 250, 100, 25));

    public WalkSizes {
        pages = List.copyOf(pages);
    }
}
