package dev.rollcall.proving.chaos.report;

import dev.rollcall.proving.chaos.invariant.Finding;
import dev.rollcall.proving.chaos.invariant.Finding.Verdict;
import dev.rollcall.proving.chaos.invariant.Invariant;
import dev.rollcall.proving.chaos.matrix.Scene;
import dev.rollcall.proving.chaos.report.TrialReport.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as lines: a table with a column for each invariant, then what is red, then what was not run. */
public final class TextReport {

    private static final int TITLE = 56;

    private TextReport() {}

    public static List<String> of(ChaosReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("seed %d   commit %s   %s   %d s   %s"
                .formatted(
                        report.seed(),
                        report.commit().isEmpty() ? "unknown" : report.commit(),
                        report.started(),
                        report.took().toSeconds(),
                        report.system()));
        lines.add("");
        StringBuilder head =
                new StringBuilder("fault  %7s %7s %7s %8s  ".formatted("sent", "acked", "refused", "recovery"));
        for (Invariant invariant : Invariant.values()) {
            head.append("%3s".formatted(invariant.name().substring(1)));
        }
        lines.add(head + "  expected");
        report.trials().stream()
                .filter(trial -> trial.outcome() != Outcome.NOT_RUN)
                .forEach(trial -> lines.add(row(trial)));
        lines.add("");
        lines.add("+ holds   X broken   . not checked here.  The columns are the invariants:");
        for (Invariant invariant : Invariant.values()) {
            lines.add("  %-4s %s".formatted(invariant, invariant.meaning()));
        }
        details(report, lines);
        lines.add("");
        lines.add("%d green, %d red, %d not run"
                .formatted(report.count(Outcome.GREEN), report.count(Outcome.RED), report.count(Outcome.NOT_RUN)));
        return lines;
    }

    /** One line about a trial that has just ended. */
    public static String line(TrialReport trial) {
        return "%-5s %-7s %s%s"
                .formatted(
                        trial.id(),
                        trial.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        trial.title(),
                        trial.reason().isEmpty() ? "" : ": " + trial.reason());
    }

    /** Everything that is red about it. */
    public static List<String> complaints(TrialReport trial) {
        List<String> lines = new ArrayList<>();
        trial.findings().stream()
                .filter(Finding::isBroken)
                .forEach(finding -> lines.add("      " + finding.invariant() + " " + finding.detail()));
        trial.expectations().stream()
                .filter(expectation -> !expectation.met())
                .forEach(expectation -> lines.add("      expected: " + expectation.what()));
        return lines;
    }

    private static String row(TrialReport trial) {
        Map<Invariant, Verdict> verdicts = new EnumMap<>(Invariant.class);
        trial.findings().forEach(finding -> verdicts.merge(finding.invariant(), finding.verdict(), TextReport::worse));
        StringBuilder row = new StringBuilder("%-6s %7d %7d %7d %6.1f s  "
                .formatted(
                        trial.id(),
                        trial.sent().deliveries(),
                        trial.sent().acknowledged(),
                        trial.sent().refused(),
                        trial.sent().recoveryMillis() / 1e3));
        for (Invariant invariant : Invariant.values()) {
            row.append(
                    switch (verdicts.getOrDefault(invariant, Verdict.NOT_CHECKED)) {
                        case HOLDS -> "  +";
                        case BROKEN -> "  X";
                        case NOT_CHECKED -> "  .";
                    });
        }
        long met = trial.expectations().stream().filter(Scene.Expectation::met).count();
        row.append("  %d/%d  ".formatted(met, trial.expectations().size()));
        String title = trial.title();
        return row + (title.length() > TITLE ? title.substring(0, TITLE - 1) + "…" : title);
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return one == Verdict.BROKEN || other == Verdict.BROKEN ? Verdict.BROKEN : one;
    }

    private static void details(ChaosReport report, List<String> lines) {
        for (TrialReport trial : report.trials()) {
            if (trial.outcome() == Outcome.RED) {
                lines.add("");
                lines.add(line(trial));
                lines.addAll(complaints(trial));
                trial.moments().forEach(moment -> lines.add("      " + moment.at() + " " + moment.what()));
            }
        }
        lines.add("");
        report.trials().stream()
                .filter(trial -> trial.outcome() == Outcome.NOT_RUN)
                .forEach(trial -> lines.add(line(trial)));
    }
}
