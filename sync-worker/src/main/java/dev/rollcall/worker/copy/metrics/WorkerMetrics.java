package dev.rollcall.worker.copy.metrics;

import dev.rollcall.model.change.ChangeOperation;
import dev.rollcall.model.failure.FailureKind;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.Outcome;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.consume.LoopListener;
import dev.rollcall.worker.copy.consume.LoopState;
import dev.rollcall.worker.copy.failure.Failure;
import dev.rollcall.worker.copy.table.Table;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Counts what the loops report. Every label value exists from the start, at 0. */
public final class WorkerMetrics implements LoopListener {

    /** The table of a record that names none: ignored, or not understood. */
    private static final String NO_TABLE = "none";

    private static final Duration[] FRESHNESS_BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(15),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(60),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5)
    };

    private static final Duration[] DURATION_BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final Counter consumed;
    private final DistributionSummary batchRecords;
    private final Timer duration;
    private final Timer received;
    private final Timer event;
    private final Map<String, Map<Outcome, Counter>> outcomes = new HashMap<>();
    private final Map<String, Map<ChangeOperation, Counter>> changes = new HashMap<>();
    private final Map<String, Counter> incomplete = new HashMap<>();
    private final Map<String, Counter> partial = new HashMap<>();
    private final Map<FailureKind, Counter> failures = new EnumMap<>(FailureKind.class);
    private final Consumer<String> whenEnded;
    private volatile long heartbeatCommittedAtMillis;
    private volatile long heartbeatTookMillis;

    /** @param whenEnded ends the process; given the line for the operator */
    public WorkerMetrics(MeterRegistry registry, Consumer<String> whenEnded) {
        this.whenEnded = whenEnded;
        consumed = registry.counter(WorkerMetric.CONSUMED_RECORDS.meterName());
        batchRecords = DistributionSummary.builder(WorkerMetric.APPLY_BATCH_RECORDS.meterName())
                .serviceLevelObjectives(1, 10, 100, 500, 1000, 2000)
                .register(registry);
        duration = Timer.builder(WorkerMetric.APPLY_DURATION.meterName())
                .serviceLevelObjectives(DURATION_BOUNDS)
                .register(registry);
        received = freshness(registry, "received");
        event = freshness(registry, "event");
        for (Table table : Table.IN_ORDER) {
            outcomes.put(table.label(), outcomeCounters(registry, table.label()));
            Tags tag = Tags.of("table", table.label());
            incomplete.put(table.label(), registry.counter(WorkerMetric.INCOMPLETE_STATES.meterName(), tag));
            if (table.resource() != null) {
                partial.put(
                        table.resource().eventName(), registry.counter(WorkerMetric.PARTIAL_OBJECTS.meterName(), tag));
            }
            if (table.resource() != null) {
                Map<ChangeOperation, Counter> byOperation = new EnumMap<>(ChangeOperation.class);
                for (ChangeOperation operation : ChangeOperation.values()) {
                    byOperation.put(
                            operation,
                            registry.counter(
                                    WorkerMetric.CHANGES.meterName(),
                                    Tags.of("table", table.label(), "op", operation.label())));
                }
                changes.put(table.label(), byOperation);
            }
        }
        outcomes.put(NO_TABLE, outcomeCounters(registry, NO_TABLE));
        for (FailureKind kind : FailureKind.values()) {
            failures.put(
                    kind, registry.counter(WorkerMetric.APPLY_FAILURES.meterName(), Tags.of("kind", kind.label())));
        }
        secondsGauge(
                registry, WorkerMetric.HEARTBEAT_LAST_APPLIED, metrics -> metrics.heartbeatCommittedAtMillis / 1e3);
        secondsGauge(registry, WorkerMetric.HEARTBEAT_DELAY, metrics -> metrics.heartbeatTookMillis / 1e3);
    }

    private void secondsGauge(MeterRegistry registry, WorkerMetric metric, ToDoubleFunction<WorkerMetrics> value) {
        Gauge.builder(metric.meterName(), this, value).baseUnit("seconds").register(registry);
    }

    private static Timer freshness(MeterRegistry registry, String stage) {
        return Timer.builder(WorkerMetric.FRESHNESS.meterName())
                .tags(Tags.of("stage", stage))
                .serviceLevelObjectives(FRESHNESS_BOUNDS)
                .register(registry);
    }

    private static Map<Outcome, Counter> outcomeCounters(MeterRegistry registry, String table) {
        Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    registry.counter(
                            WorkerMetric.APPLY_EVENTS.meterName(), Tags.of("table", table, "result", outcome.label())));
        }
        return counters;
    }

    /** Reads the loops' states whenever somebody scrapes. */
    public static void bind(MeterRegistry registry, List<LoopState> loops) {
        Gauge.builder(
                        WorkerMetric.CONSUMER_LAG.meterName(),
                        loops,
                        all -> all.stream()
                                .mapToDouble(LoopState::lagSeconds)
                                .max()
                                .orElse(0))
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        WorkerMetric.CONSUMER_PAUSED.meterName(),
                        loops,
                        all -> all.stream().filter(LoopState::isPaused).count())
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        WorkerMetric.CONSUMER_RUNNING.meterName(),
                        loops,
                        all -> all.stream().filter(loop -> !loop.hasEnded()).count())
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        WorkerMetric.CONSUMER_ASSIGNED_PARTITIONS.meterName(),
                        loops,
                        all -> all.stream()
                                .mapToInt(LoopState::assignedPartitions)
                                .sum())
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void committed(PolledBatch batch, BatchResult result) {
        consumed.increment(batch.size());
        batchRecords.record(batch.size());
        duration.record(result.took());
        for (Applied.OfRecord applied : result.applied().outcomes()) {
            increment(applied.table().label(), applied.outcome());
            switch (applied.outcome()) {
                case INSERTED, UPDATED, DELETED -> {
                    fresh(applied.record(), result.committedAtMillis());
                    lossy(applied.record(), applied.outcome());
                }
                case STALE, DUPLICATE, IGNORED, DEAD_LETTERED -> {}
            }
        }
        for (Decoded.Ignored heartbeat : result.resolution().ignored()) {
            increment(NO_TABLE, Outcome.IGNORED);
            beat(heartbeat.source(), result.committedAtMillis());
        }
        result.resolution().rejected().forEach(dead -> increment(NO_TABLE, Outcome.DEAD_LETTERED));
        for (Written written : result.applied().toAnnounce()) {
            Counter counter =
                    changes.getOrDefault(written.table().label(), Map.of()).get(written.operation());
            if (counter != null) {
                counter.increment();
            }
        }
    }

    private void lossy(Decoded.OfEntity record, Outcome outcome) {
        if (outcome == Outcome.DELETED || !(record instanceof Decoded.State state)) {
            return;
        }
        Counter withoutAPart = state.row().incomplete().isEmpty()
                ? null
                : incomplete.get(state.table().label());
        Counter notWhole =
                state.table().resource() == null ? partial.get(state.key().resource()) : null;
        if (withoutAPart != null) {
            withoutAPart.increment();
        }
        if (notWhole != null) {
            notWhole.increment();
        }
    }

    /** One that was read again from the log says nothing of the gateway now. */
    private void beat(SourceRecord heartbeat, long committedAtMillis) {
        byte[] origin = heartbeat.header(EventHeaders.ORIGIN);
        if (origin != null && heartbeat.isFresh()) {
            heartbeatTookMillis = Math.max(0, committedAtMillis - heartbeat.firstReceiptMillis());
            heartbeatCommittedAtMillis = committedAtMillis;
        }
    }

    /** What is read again, or fetched by a survey, says nothing of how long a change takes from Clerk to the row. */
    private void fresh(Decoded.OfEntity record, long committedAtMillis) {
        if (!record.source().isFresh()) {
            return;
        }
        received.record(Math.max(0, committedAtMillis - record.source().firstReceiptMillis()), TimeUnit.MILLISECONDS);
        if (record.version().eventAtMillis() > 0) {
            event.record(Math.max(0, committedAtMillis - record.version().eventAtMillis()), TimeUnit.MILLISECONDS);
        }
    }

    private void increment(String table, Outcome outcome) {
        Counter counter = outcomes.getOrDefault(table, Map.of()).get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void failed(Failure failure) {
        Counter counter = failures.get(failure.kind());
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void ended(String line) {
        whenEnded.accept(line);
    }
}
