package dev.rollcall.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulationReportTest {

    private static SimulationReport report(long forgedAccepted, Set<String> undelivered) {
        return new SimulationReport(
                9,
                9,
                9,
                9,
                0,
                0,
                undelivered.size(),
                Map.of(),
                0,
                forgedAccepted,
                Map.of(),
                Set.of("msg_1"),
                undelivered,
                Set.of(),
                Duration.ZERO);
    }

    @Test
    void isCompleteWhenAllIsDeliveredAndNothingForgedWasTaken() {
        assertThat(report(0, Set.of()).isComplete()).isTrue();
        assertThat(report(1, Set.of()).isComplete()).isFalse();
        assertThat(report(0, Set.of("msg_2")).isComplete()).isFalse();
    }
}
