package dev.rollcall.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.answer.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IngestMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IngestMetrics metrics = new IngestMetrics(registry);

    @Test
    void showsEveryAnswerAtZeroFromTheStart() {
        for (Answer answer : Answer.values()) {
            assertThat(counter(answer).count()).isZero();
        }
        for (Outcome outcome : Outcome.values()) {
            assertThat(registry.get("rollcall.ingest.duration")
                            .tag("outcome", outcome.label())
                            .timer()
                            .count())
                    .isZero();
        }
        metrics.registerSource("clerk", List.of("current", "previous"));
        assertThat(registry.get("rollcall.ingest.verified")
                        .tag("source", "clerk")
                        .tag("secret", "previous")
                        .counter()
                        .count())
                .isZero();
        assertThat(registry.get("rollcall.last.verified.webhook.timestamp")
                        .gauge()
                        .value())
                .isZero();
        for (HeartbeatResult result : HeartbeatResult.values()) {
            assertThat(registry.get("rollcall.heartbeats")
                            .tag("result", result.label())
                            .counter()
                            .count())
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Answer.class)
    void countsAnAnswerOnceUnderItsOutcomeAndReason(Answer answer) {
        metrics.received();
        assertThat(metrics.inFlight()).isEqualTo(1);
        metrics.answered(answer, TimeUnit.MILLISECONDS.toNanos(3));
        assertThat(metrics.inFlight()).isZero();
        assertThat(counter(answer).count()).isEqualTo(1);
        assertThat(registry.find("rollcall.ingest.requests").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum())
                .isEqualTo(1);
        assertThat(registry.get("rollcall.ingest.duration")
                        .tag("outcome", answer.outcome().label())
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(3);
    }

    @Test
    void tellsWhichSecretVerifiedAndHowFarTheClocksAreApart() {
        metrics.registerSource("clerk", List.of("current", "previous"));
        metrics.verified("clerk", "previous", 300, 1_000_000, 1_002_500);
        assertThat(registry.get("rollcall.ingest.verified")
                        .tag("secret", "previous")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("rollcall.ingest.clock.offset").gauge().value()).isEqualTo(2.5);
        assertThat(registry.get("rollcall.last.verified.webhook.timestamp")
                        .gauge()
                        .value())
                .isEqualTo(1002.5);
    }

    private Counter counter(Answer answer) {
        return registry.get("rollcall.ingest.requests")
                .tag("outcome", answer.outcome().label())
                .tag("reason", answer.reason())
                .counter();
    }
}
