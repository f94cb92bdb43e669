package dev.rollcall.gateway.metrics;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.answer.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Counts what {@link IngestMetric} documents. All meters are made at the start: nothing is looked up per request. */
public final class IngestMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private static final double[] BODY_BOUNDS = {512, 1024, 2048, 4096, 8192, 16_384, 65_536, 262_144, 524_288};

    private final MeterRegistry registry;
    private final Counter received;
    private final Counter lateAcknowledgements;
    private final Counter connectionsRefused;
    private final Counter connectionsEvicted;
    private final Map<Answer, Counter> requests = new EnumMap<>(Answer.class);
    private final Map<Outcome, Timer> durations = new EnumMap<>(Outcome.class);
    private final Map<SecretOfSource, Counter> verified = new HashMap<>();
    private final DistributionSummary bodies;
    private final Map<HeartbeatResult, Counter> heartbeats = new EnumMap<>(HeartbeatResult.class);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile long lastVerifiedMillis;
    private volatile long lastOffsetMillis;
    private volatile long signatureRefusedMillis;

    public IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        received = counter(IngestMetric.RECEIVED);
        lateAcknowledgements = counter(IngestMetric.LATE_ACKNOWLEDGEMENTS);
        connectionsRefused = counter(IngestMetric.CONNECTIONS_REFUSED);
        connectionsEvicted = counter(IngestMetric.CONNECTIONS_EVICTED);
        for (Answer answer : Answer.values()) {
            requests.put(
                    answer,
                    counter(
                            IngestMetric.REQUESTS,
                            IngestMetric.OUTCOME_TAG,
                            answer.outcome().label(),
                            IngestMetric.REASON_TAG,
                            answer.reason()));
        }
        for (Outcome outcome : Outcome.values()) {
            durations.put(
                    outcome,
                    Timer.builder(IngestMetric.DURATION.meterName())
                            .tag(IngestMetric.OUTCOME_TAG, outcome.label())
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
        bodies = DistributionSummary.builder(IngestMetric.BODY_BYTES.meterName())
                .serviceLevelObjectives(BODY_BOUNDS)
                .register(registry);
        for (HeartbeatResult result : HeartbeatResult.values()) {
            heartbeats.put(result, counter(IngestMetric.HEARTBEATS, IngestMetric.RESULT_TAG, result.label()));
        }
        gauge(IngestMetric.INFLIGHT_REQUESTS, inFlight, AtomicInteger::get);
        gauge(IngestMetric.CONNECTIONS, connections, AtomicInteger::get);
        secondsGauge(IngestMetric.CLOCK_OFFSET, this, metrics -> metrics.lastOffsetMillis / 1000.0);
        secondsGauge(IngestMetric.LAST_VERIFIED, this, metrics -> metrics.lastVerifiedMillis / 1000.0);
        secondsGauge(IngestMetric.SIGNATURE_REFUSED, this, metrics -> metrics.signatureRefusedMillis / 1000.0);
    }

    /** Makes the counters of a source and of the labels of its secrets exist. */
    public void registerSource(String source, Iterable<String> secrets) {
        for (String secret : secrets) {
            verified.put(
                    new SecretOfSource(source, secret),
                    counter(IngestMetric.VERIFIED, IngestMetric.SOURCE_TAG, source, IngestMetric.SECRET_TAG, secret));
        }
    }

    /**
     * Shows whether a source's file of secrets cannot be used now, and whether one of its secrets is weak. The source must be
     * held elsewhere too.
     */
    public <T> void registerSecretsOf(String source, T object, Predicate<T> stale, Predicate<T> weak) {
        registerOf(source, IngestMetric.SECRETS_STALE, object, stale);
        registerOf(source, IngestMetric.SECRETS_WEAK, object, weak);
    }

    private <T> void registerOf(String source, IngestMetric metric, T object, Predicate<T> holds) {
        Gauge.builder(metric.meterName(), object, held -> holds.test(held) ? 1 : 0)
                .tag(IngestMetric.SOURCE_TAG, source)
                .register(registry);
    }

    /** Shows a value that is kept elsewhere. The object must be held elsewhere too. */
    public <T> void gauge(IngestMetric metric, T object, ToDoubleFunction<T> value) {
        Gauge.builder(metric.meterName(), object, value).register(registry);
    }

    /** As {@link #gauge}, in seconds. */
    public <T> void secondsGauge(IngestMetric metric, T object, ToDoubleFunction<T> value) {
        Gauge.builder(metric.meterName(), object, value).baseUnit("seconds").register(registry);
    }

    /** A request has arrived. Must be followed by exactly one {@link #answered}. */
    public void received() {
        inFlight.incrementAndGet();
        received.increment();
    }

    /** The answer to a request is decided. */
    public void answered(Answer answer, long nanos) {
        Objects.requireNonNull(requests.get(answer)).increment();
        if (answer.isForSignature()) {
            signatureRefusedMillis = registry.config().clock().wallTime();
        }
        Objects.requireNonNull(durations.get(answer.outcome())).record(nanos, TimeUnit.NANOSECONDS);
        inFlight.decrementAndGet();
    }

    /** Kafka has acknowledged what was answered 503 already. */
    public void acknowledgedLate() {
        lateAcknowledgements.increment();
    }

    /**
     * A signature was right, and the event is not our own heartbeat.
     *
     * @param bytes of the body
     * @param attemptedMillis the signed time of the attempt
     * @param nowMillis our time; both in milliseconds since the epoch
     */
    public void verified(String source, String secret, int bytes, long attemptedMillis, long nowMillis) {
        Counter counter = verified.get(new SecretOfSource(source, secret));
        Objects.requireNonNull(counter, "the source was registered").increment();
        bodies.record(bytes);
        lastVerifiedMillis = nowMillis;
        lastOffsetMillis = nowMillis - attemptedMillis;
    }

    /** One of our own heartbeats was answered, or not. */
    public void heartbeat(HeartbeatResult result) {
        Objects.requireNonNull(heartbeats.get(result)).increment();
    }

    public void connectionOpened() {
        connections.incrementAndGet();
    }

    public void connectionClosed() {
        connections.decrementAndGet();
    }

    public void connectionRefused() {
        connectionsRefused.increment();
    }

    /** A connection has to give up its place to a new one. */
    public void connectionEvicted() {
        connectionsEvicted.increment();
    }

    /** Requests that have come and are not answered yet. */
    public int inFlight() {
        return inFlight.get();
    }

    private Counter counter(IngestMetric metric, String... tags) {
        return Counter.builder(metric.meterName()).tags(tags).register(registry);
    }

    /** @param which current or previous: the label, no secret */
    private record SecretOfSource(String source, String which) {}
}
