package dev.rollcall.proving.chaos.report;

import dev.rollcall.proving.chaos.report.TrialReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A whole run.
 *
 * @param commit of the repository; '' when it is none
 * @param system what it ran on
 * @param schedule what was planned, in order: a function of the seed and the chosen faults
 */
public record ChaosReport(
        long seed,
        String commit,
        String system,
        Instant started,
        Duration took,
        List<String> schedule,
        List<TrialReport> trials) {

    /** No invariant is broken and no expectation missed; faults that were not run say nothing. */
    public boolean isGreen() {
        return trials.stream().noneMatch(trial -> trial.outcome() == Outcome.RED);
    }

    public long count(Outcome outcome) {
        return trials.stream().filter(trial -> trial.outcome() == outcome).count();
    }
}
