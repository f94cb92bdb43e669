package dev.rollcall.proving.chaos.invariant;

import dev.rollcall.simulator.verify.Difference;
import dev.rollcall.simulator.verify.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Sorts what the simulator's oracle found into I3, I4, I5 and I8. */
final class StateChecks {

    private final List<VerificationReport> reports;
    private final boolean announcedAgainIsExcused;

    /** @param announcedAgainIsExcused after a database restore: P4's exception */
    StateChecks(List<VerificationReport> reports, boolean announcedAgainIsExcused) {
        this.reports = reports;
        this.announcedAgainIsExcused = announcedAgainIsExcused;
    }

    /** Tables and dead letters are as the model says. */
    boolean isAsTheModel() {
        return reports.stream()
                .allMatch(report -> report.tableDifferences().isEmpty()
                        && report.deadLetterDifferences().isEmpty());
    }

    List<Finding> findings() {
        long rows = reports.stream()
                .flatMap(report -> report.tables().values().stream())
                .mapToLong(table -> table.live() + table.ended())
                .sum();
        long letters =
                reports.stream().mapToLong(VerificationReport::deadLettersFound).sum();
        long announcements =
                reports.stream().mapToLong(VerificationReport::feedRecords).sum();
        List<Difference> tables = all(VerificationReport::tableDifferences);
        tables.addAll(all(VerificationReport::deadLetterDifferences));
        List<Difference> feed = all(VerificationReport::feedDifferences);
        List<Difference> inTables = new ArrayList<>(tables);
        inTables.addAll(feed);
        String excused = announcedAgainIsExcused ? "; announcements repeated after the restore are excused" : "";
        return List.of(
                finding(Invariant.I3, tables, any -> true, "%d rows, %d dead letters".formatted(rows, letters)),
                finding(Invariant.I4, feed, StateChecks::isBackwards, announcements + " announcements" + excused),
                finding(
                        Invariant.I5,
                        inTables,
                        StateChecks::isRevived,
                        rows + " rows, " + announcements + " announcements"),
                finding(
                        Invariant.I8,
                        feed,
                        difference -> !isBackwards(difference),
                        announcements + " announcements" + excused));
    }

    private Finding finding(
            Invariant invariant, List<Difference> differences, Predicate<Difference> which, String whenFine) {
        List<Difference> wrong = differences.stream()
                .filter(which)
                .filter(difference -> !announcedAgainIsExcused || !isAnnouncedAgain(difference))
                .toList();
        return Finding.of(
                invariant,
                wrong.isEmpty(),
                wrong.isEmpty() ? whenFine : wrong.size() + " differences: " + shown(wrong.getFirst()));
    }

    private List<Difference> all(java.util.function.Function<VerificationReport, List<Difference>> which) {
        List<Difference> all = new ArrayList<>();
        reports.forEach(report -> all.addAll(which.apply(report)));
        return all;
    }

    private static boolean isBackwards(Difference difference) {
        return difference.what().equals("ce_revision");
    }

    private static boolean isRevived(Difference difference) {
        return "row".equals(difference.what())
                && ("ended".equals(difference.expected()) || "nothing after its end".equals(difference.expected()));
    }

    private static boolean isAnnouncedAgain(Difference difference) {
        return isBackwards(difference)
                || difference.what().equals("ce_id")
                || "nothing after its end".equals(difference.expected());
    }

    /** Values may be personal data of the simulated world; a report names places. */
    private static String shown(Difference difference) {
        return difference.where() + " " + difference.id() + " " + difference.what();
    }
}
