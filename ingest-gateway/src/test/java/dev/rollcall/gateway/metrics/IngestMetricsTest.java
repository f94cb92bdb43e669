package dev.rollcall.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.answer.Outcome;
import dev.rollcall.model.metrics.RefusedRequests;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

    @ParameterizedTest
    @EnumSource(Answer.class)
    void tellsWhenASignatureWasRefusedLast(Answer answer) {
        MockClock clock = new MockClock();
        SimpleMeterRegistry timed = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        IngestMetrics counted = new IngestMetrics(timed);
        clock.add(90, TimeUnit.SECONDS);

        counted.received();
        counted.answered(answer, 1);

        assertThat(timed.get("rollcall.ingest.signature.refused.timestamp")
                        .gauge()
                        .value())
                .isEqualTo(
                        switch (answer) {
                            case NO_MATCHING_SIGNATURE, TIMESTAMP_OLD, TIMESTAMP_NEW -> clock.wallTime() / 1000.0;
                            default -> 0;
                        });
        assertThat(RefusedRequests.isForSignature(answer.reason())).isEqualTo(answer.isForSignature());
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

    @Test
    void showsHowLargeBodiesAreAndHowLongAnswersTakeInTheBucketsOfTheDashboards() {
        metrics.registerSource("clerk", List.of("current"));
        metrics.verified("clerk", "current", 700, 0, 0);
        assertThat(registry.get("rollcall.ingest.body.bytes")
                        .summary()
                        .takeSnapshot()
                        .histogramCounts())
                .extracting(CountAtBucket::bucket, CountAtBucket::count)
                .startsWith(tuple(512.0, 0.0), tuple(1024.0, 1.0))
                .endsWith(tuple(524_288.0, 1.0));
        assertThat(registry.get("rollcall.ingest.body.bytes").summary().totalAmount())
                .isEqualTo(700);
        metrics.received();
        metrics.answered(Answer.STORED, TimeUnit.MILLISECONDS.toNanos(7));
        assertThat(registry.get("rollcall.ingest.duration")
                        .tag("outcome", "acknowledged")
                        .timer()
                        .takeSnapshot()
                        .histogramCounts())
                .extracting(bucket -> bucket.bucket(TimeUnit.MILLISECONDS), CountAtBucket::count)
                .startsWith(tuple(1.0, 0.0), tuple(2.0, 0.0), tuple(5.0, 0.0), tuple(10.0, 1.0))
                .endsWith(tuple(10_000.0, 1.0));
    }

    @Test
    void showsTheRequestsAndConnectionsThatAreOpenNow() {
        metrics.received();
        metrics.received();
        metrics.answered(Answer.STORED, 1);
        assertThat(gauge(IngestMetric.INFLIGHT_REQUESTS)).isEqualTo(1);
        assertThat(counted(IngestMetric.RECEIVED)).isEqualTo(2);
        metrics.connectionOpened();
        metrics.connectionOpened();
        metrics.connectionClosed();
        assertThat(gauge(IngestMetric.CONNECTIONS)).isEqualTo(1);
    }

    @Test
    void countsWhatWasRefusedEvictedAndAcknowledgedTooLateEachByItself() {
        metrics.connectionRefused();
        metrics.connectionEvicted();
        metrics.connectionEvicted();
        for (int time = 0; time < 3; time++) {
            metrics.acknowledgedLate();
        }
        assertThat(counted(IngestMetric.CONNECTIONS_REFUSED)).isEqualTo(1);
        assertThat(counted(IngestMetric.CONNECTIONS_EVICTED)).isEqualTo(2);
        assertThat(counted(IngestMetric.LATE_ACKNOWLEDGEMENTS)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(HeartbeatResult.class)
    void countsAHeartbeatUnderItsResultAlone(HeartbeatResult result) {
        metrics.heartbeat(result);
        for (HeartbeatResult other : HeartbeatResult.values()) {
            assertThat(registry.get("rollcall.heartbeats")
                            .tag("result", other.label())
                            .counter()
                            .count())
                    .isEqualTo(other == result ? 1 : 0);
        }
        assertThat(result.label()).isEqualTo(result.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void showsOfEachSourceWhetherItsSecretsAreStaleOrWeak() {
        AtomicBoolean stale = new AtomicBoolean();
        AtomicBoolean weak = new AtomicBoolean();
        metrics.registerSecretsOf("clerk", this, test -> stale.get(), test -> weak.get());
        stale.set(true);
        assertThat(ofSource("rollcall.ingest.secrets.stale")).isEqualTo(1);
        assertThat(ofSource("rollcall.ingest.secrets.weak")).isZero();
        stale.set(false);
        weak.set(true);
        assertThat(ofSource("rollcall.ingest.secrets.stale")).isZero();
        assertThat(ofSource("rollcall.ingest.secrets.weak")).isEqualTo(1);
    }

    @Test
    void showsWhatIsKeptElsewhereWithItsUnit() {
        AtomicLong kept = new AtomicLong(7);
        metrics.gauge(IngestMetric.PORT, kept, AtomicLong::get);
        metrics.secondsGauge(IngestMetric.HEARTBEAT_INTERVAL, kept, AtomicLong::get);
        kept.set(8);
        assertThat(gauge(IngestMetric.PORT)).isEqualTo(8);
        assertThat(gauge(IngestMetric.HEARTBEAT_INTERVAL)).isEqualTo(8);
        assertThat(registry.get(IngestMetric.HEARTBEAT_INTERVAL.meterName())
                        .gauge()
                        .getId()
                        .getBaseUnit())
                .isEqualTo("seconds");
    }

    private double ofSource(String metric) {
        return registry.get(metric).tag("source", "clerk").gauge().value();
    }

    private double gauge(IngestMetric metric) {
        return registry.get(metric.meterName()).gauge().value();
    }

    private double counted(IngestMetric metric) {
        return registry.get(metric.meterName()).counter().count();
    }

    private Counter counter(Answer answer) {
        return registry.get("rollcall.ingest.requests")
                .tag("outcome", answer.outcome().label())
                .tag("reason", answer.reason())
                .counter();
    }
}
