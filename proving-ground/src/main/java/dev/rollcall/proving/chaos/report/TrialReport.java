package dev.rollcall.proving.chaos.report;

import dev.rollcall.proving.chaos.invariant.Finding;
import dev.rollcall.proving.chaos.matrix.Scene;
import java.util.List;

/**
 * One fault and what became of it.
 *
 * @param id F1 to F44; {@code END-…} for what is checked once after all faults of a system
 * @param place on what system
 * @param reason why it was not run, or what stopped it; '' otherwise
 * @param remark where it differs from the matrix
 * @param moments what was done when
 * @param findings by invariant
 * @param expectations beside the invariants
 */
public record TrialReport(
        String id,
        String title,
        String place,
        Outcome outcome,
        String reason,
        String remark,
        List<Scene.Moment> moments,
        Sent sent,
        List<Finding> findings,
        List<Scene.Expectation> expectations) {

    /** What became of a fault. */
    public enum Outcome {
        GREEN,
        RED,
        NOT_RUN
    }

    /**
     * What the loads did.
     *
     * @param deliveries begun
     * @param attempts requests
     * @param acknowledged deliveries with a 2xx
     * @param refused attempts without
     * @param undelivered deliveries given up: may have arrived or not
     * @param recoveryMillis from the end of the fault until everything was acknowledged and consumed
     */
    public record Sent(
            long deliveries, long attempts, long acknowledged, long refused, long undelivered, long recoveryMillis) {

        public static final Sent NOTHING = new Sent(0, 0, 0, 0, 0, 0);
    }

    public static TrialReport notRun(String id, String title, String place, String reason, String remark) {
        return new TrialReport(
                id, title, place, Outcome.NOT_RUN, reason, remark, List.of(), Sent.NOTHING, List.of(), List.of());
    }
}
