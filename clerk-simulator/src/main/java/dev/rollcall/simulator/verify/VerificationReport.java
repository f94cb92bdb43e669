package dev.rollcall.simulator.verify;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The outcome of one verification.
 *
 * @param tables what was looked at, by table
 * @param drift rows of this world's objects that differ, by how; without those that do not occur
 * @param tableDifferences rows and columns that are not as they must be; the first {@value #MOST_LISTED}
 * @param feedDifferences the same of the folded change topics, and announcements that went backwards or came twice
 * @param deadLetterDifferences dead letters missing, with another code, or of messages that are fine
 * @param differences how many there are in all, listed or not
 * @param deadLettersExpected messages that must be dead letters
 * @param deadLettersFound messages of this world that are
 * @param feedRecords announcements of this world read
 * @param unknown objects left out because a message about them was never acknowledged
 * @param elapsed until the comparison was final
 */
public record VerificationReport(
        Map<String, TableCount> tables,
        Map<Drift, Long> drift,
        List<Difference> tableDifferences,
        List<Difference> feedDifferences,
        List<Difference> deadLetterDifferences,
        long differences,
        long deadLettersExpected,
        long deadLettersFound,
        long feedRecords,
        long unknown,
        Duration elapsed) {

    public static final int MOST_LISTED = 1_000;

    public VerificationReport {
        tables = Map.copyOf(tables);
        drift = Map.copyOf(drift);
        tableDifferences = List.copyOf(tableDifferences);
        feedDifferences = List.copyOf(feedDifferences);
        deadLetterDifferences = List.copyOf(deadLetterDifferences);
    }

    /** Everything is as it must be. */
    public boolean isEqual() {
        return differences == 0;
    }

    /** How many rows of this world's objects are not what they must be. */
    public long driftingRows() {
        return drift.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many must be live. */
    public long liveRows() {
        return tables.values().stream().mapToLong(TableCount::live).sum();
    }

    /**
     * @param live rows that must be live, each compared column by column
     * @param ended ids that must be ended
     */
    public record TableCount(long live, long ended) {}
}
