package dev.rollcall.local.chaos.report;

import dev.rollcall.local.chaos.invariant.Finding;
import dev.rollcall.local.chaos.invariant.Finding.Verdict;
import dev.rollcall.local.chaos.matrix.Scene;
import dev.rollcall.local.chaos.report.TrialReport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The report as a section of a document: what was run, a table of all faults, and why some were not run. */
final class MarkdownReport {

    private MarkdownReport() {}

    static List<String> of(ChaosReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("%s, commit `%s`, seed %d, %s, %d s: %d green, %d red, %d not run."
                .formatted(
                        report.started().toString().substring(0, 10),
                        report.commit().isEmpty() ? "unknown" : report.commit(),
                        report.seed(),
                        report.system(),
                        report.took().toSeconds(),
                        report.count(Outcome.GREEN),
                        report.count(Outcome.RED),
                        report.count(Outcome.NOT_RUN)));
        lines.add("");
        lines.add("| fault | sent | acknowledged | refused attempts | recovery | outcome |");
        lines.add("|---|---|---|---|---|---|");
        report.trials().stream()
                .filter(trial -> trial.outcome() != Outcome.NOT_RUN)
                .forEach(trial -> lines.add(row(trial)));
        lines.add("");
        lines.add("| not run | why |");
        lines.add("|---|---|");
        report.trials().stream()
                .filter(trial -> trial.outcome() == Outcome.NOT_RUN)
                .forEach(trial -> lines.add("| %s %s | %s |".formatted(trial.id(), trial.title(), trial.reason())));
        return lines;
    }

    private static String row(TrialReport trial) {
        boolean loaded = trial.sent().deliveries() > 0;
        return "| %s %s | %s | %s | %s | %s | %s |"
                .formatted(
                        trial.id(),
                        trial.title() + (trial.remark().isEmpty() ? "" : " (" + trial.remark() + ")"),
                        loaded ? trial.sent().deliveries() : "",
                        loaded ? trial.sent().acknowledged() : "",
                        loaded ? trial.sent().refused() : "",
                        loaded ? "%.1f s".formatted(trial.sent().recoveryMillis() / 1e3) : "",
                        outcome(trial));
    }

    /** What holds is counted, what does not is told. */
    private static String outcome(TrialReport trial) {
        if (trial.outcome() == Outcome.RED) {
            Stream<String> broken = trial.findings().stream()
                    .filter(Finding::isBroken)
                    .map(finding -> finding.invariant() + " " + finding.detail());
            Stream<String> missed = trial.expectations().stream()
                    .filter(expectation -> !expectation.met())
                    .map(expectation -> "missed: " + expectation.what());
            String why = String.join(
                    "; ",
                    Stream.of(Stream.of(trial.reason()).filter(reason -> !reason.isEmpty()), broken, missed)
                            .flatMap(one -> one)
                            .toList());
            return "**red**: " + why.replace("|", "\\|").replace("\n", " ");
        }
        long held = trial.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.HOLDS)
                .count();
        long met = trial.expectations().stream().filter(Scene.Expectation::met).count();
        return "green: %d invariant%s%s"
                .formatted(
                        held,
                        held == 1 ? "" : "s",
                        met == 0 ? "" : ", %d expectation%s".formatted(met, met == 1 ? "" : "s"));
    }
}
