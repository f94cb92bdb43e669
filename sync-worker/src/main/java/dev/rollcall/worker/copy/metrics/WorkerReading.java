package dev.rollcall.worker.copy.metrics;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.FailureKind;
import dev.rollcall.worker.copy.batch.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the meters say now, for those who look at them in this process. Totals count from the start of the process.
 *
 * @param outcomes records by the label of their {@link Outcome}
 * @param failures failed batches by the label of their {@link FailureKind}
 * @param fromReceipt of the seconds from receipt to commit
 * @param fromEvent of the seconds from Clerk's event time to commit
 * @param deadLetters open ones by the label of their {@link FailureCode}; those that there are
 * @param oldestDeadLetterSeconds 0 when there is none
 */
public record WorkerReading(
        SequencedMap<String, Long> outcomes,
        SequencedMap<String, Long> failures,
        LatencyHistogram fromReceipt,
        LatencyHistogram fromEvent,
        SequencedMap<String, Long> deadLetters,
        double oldestDeadLetterSeconds) {

    public static WorkerReading of(MeterRegistry registry) {
        SequencedMap<String, Long> deadLetters = new TreeMap<>();
        for (FailureCode code : FailureCode.values()) {
            long open = (long) gauge(registry.find(WorkerMetric.DEAD_LETTERS.meterName())
                    .tag("code", code.label())
                    .gauge());
            if (open > 0) {
                deadLetters.put(code.label(), open);
            }
        }
        return new WorkerReading(
                totals(registry, WorkerMetric.APPLY_EVENTS, "result", Stream.of(Outcome.values()), Outcome::label),
                totals(
                        registry,
                        WorkerMetric.APPLY_FAILURES,
                        "kind",
                        Stream.of(FailureKind.values()),
                        FailureKind::label),
                histogram(registry, "received"),
                histogram(registry, "event"),
                deadLetters,
                gauge(registry.find(WorkerMetric.DEAD_LETTER_OLDEST_AGE.meterName())
                        .gauge()));
    }

    private static <T> SequencedMap<String, Long> totals(
            MeterRegistry registry, WorkerMetric metric, String tag, Stream<T> values, Function<T, String> label) {
        SequencedMap<String, Long> totals = new TreeMap<>();
        values.map(label)
                .forEach(value ->
                        totals.put(value, (long) registry.find(metric.meterName()).tag(tag, value).counters().stream()
                                .mapToDouble(Counter::count)
                                .sum()));
        return totals;
    }

    private static LatencyHistogram histogram(MeterRegistry registry, String stage) {
        Timer timer = registry.find(WorkerMetric.FRESHNESS.meterName())
                .tag("stage", stage)
                .timer();
        List<LatencyHistogram.Bucket> buckets = new ArrayList<>();
        long count = 0;
        if (timer != null) {
            for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
                double bound = bucket.bucket(TimeUnit.SECONDS);
                if (Double.isFinite(bound) && bound < LatencyHistogram.BEYOND_SECONDS) {
                    buckets.add(new LatencyHistogram.Bucket(bound, (long) bucket.count()));
                }
            }
            count = timer.count();
        }
        return new LatencyHistogram(buckets, count);
    }

    private static double gauge(@Nullable Gauge gauge) {
        return gauge == null || Double.isNaN(gauge.value()) ? 0 : gauge.value();
    }
}
