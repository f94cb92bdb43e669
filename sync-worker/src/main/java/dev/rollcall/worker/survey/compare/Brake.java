package dev.rollcall.worker.survey.compare;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Of one table: stops a repair that would rewrite too much of it. A wrong decoder, another release or a changed API make
 * much {@code different} at once, and would flood the feed.
 */
public final class Brake {

    private static final long FREE = 100;
    private static final long MOST_PERCENT = 5;

    private final SortedMap<String, Long> byColumn = new TreeMap<>();
    private long compared;
    private long different;

    /** Counts a finding that had a row. */
    public void count(Finding finding) {
        count(finding.verdict(), finding.columns());
    }

    /** As {@link #count(Finding)}, of what a checkpoint kept. */
    public void count(Verdict verdict, Iterable<String> columns) {
        switch (verdict) {
            case EQUAL, ACTIVITY_ONLY, STALE, AHEAD -> compared++;
            case DIFFERENT -> {
                compared++;
                different++;
                columns.forEach(column -> byColumn.merge(column, 1L, Long::sum));
            }
            case UNREADABLE, ERASED, ENDED_BUT_ALIVE, MISSING, EXTRA, UNCONFIRMED, PLACEHOLDER, UNAVAILABLE -> {}
        }
    }

    /** Goes on from a checkpoint. */
    public void resume(long comparedBefore, long differentBefore, SortedMap<String, Long> byColumnBefore) {
        compared += comparedBefore;
        different += differentBefore;
        byColumnBefore.forEach((column, count) -> byColumn.merge(column, count, Long::sum));
    }

    /** Whether nothing of this table may be published, unless somebody says {@code --mass}. */
    public boolean isPulled() {
        return different > FREE && different * 100 > compared * MOST_PERCENT;
    }

    public long compared() {
        return compared;
    }

    public long different() {
        return different;
    }

    /** How many rows differ in each column. */
    public SortedMap<String, Long> byColumn() {
        return Collections.unmodifiableSortedMap(byColumn);
    }
}
