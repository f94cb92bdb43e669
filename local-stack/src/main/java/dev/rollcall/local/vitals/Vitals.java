package dev.rollcall.local.vitals;

import dev.rollcall.model.metrics.MetricsPage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The running totals of one moment.
 *
 * The gateway's own heartbeats are left out.
 *
 * @param received requests that the gateway answered
 * @param stored those that Kafka has
 * @param refused those it rejected
 * @param applied events that changed a row
 * @param passedOver events that were older than the row, or duplicates
 * @param deadLettered events in the dead letters
 * @param freshness how long from receipt to committed row
 * @param lagSeconds how old the oldest unread event is; 0 when all is read
 */
record Vitals(
        long received,
        long stored,
        long refused,
        long applied,
        long passedOver,
        long deadLettered,
        Freshness freshness,
        double lagSeconds) {

    private static final Set<String> CHANGED = Set.of("inserted", "updated", "deleted");
    private static final Set<String> PASSED_OVER = Set.of("stale", "duplicate");

    static Vitals of(MetricsPage gateway, MetricsPage worker) {
        String answers = "rollcall_ingest_requests_total";
        String events = "rollcall_apply_events_total";
        return new Vitals(
                (long) (gateway.sum(answers)
                        - gateway.sum(
                                "rollcall_heartbeats_total",
                                sample -> !sample.label("result").equals("unanswered"))),
                (long) (gateway.sum(answers, sample -> sample.label("outcome").equals("acknowledged"))
                        - gateway.sum(
                                "rollcall_heartbeats_total",
                                sample -> sample.label("result").equals("acknowledged"))),
                (long) gateway.sum(answers, sample -> sample.label("outcome").equals("rejected")),
                (long) worker.sum(events, sample -> CHANGED.contains(sample.label("result"))),
                (long) worker.sum(events, sample -> PASSED_OVER.contains(sample.label("result"))),
                (long) worker.sum(events, sample -> sample.label("result").startsWith("dead")),
                Freshness.of(worker),
                worker.greatest("rollcall_consumer_lag_seconds").orElse(0));
    }

    /**
     * From receipt to commit, cumulative since the worker started.
     *
     * @param buckets how many took at most so many seconds; empty when the worker publishes none
     */
    record Freshness(double count, double sumSeconds, Map<Double, Double> buckets) {

        private static final String NAME = "rollcall_freshness_seconds";

        static Freshness of(MetricsPage worker) {
            Map<Double, Double> buckets = worker.all(NAME + "_bucket").stream()
                    .filter(Freshness::fromReceipt)
                    .collect(Collectors.toMap(
                            sample -> bound(sample.label("le")), MetricsPage.Sample::value, Double::sum, TreeMap::new));
            return new Freshness(
                    worker.sum(NAME + "_count", Freshness::fromReceipt),
                    worker.sum(NAME + "_sum", Freshness::fromReceipt),
                    buckets);
        }

        /** The median, or without buckets the mean, of what came after {@code before}, in seconds. */
        Optional<Double> since(Freshness before) {
            double newer = count - before.count;
            if (newer <= 0) {
                return Optional.empty();
            }
            for (Map.Entry<Double, Double> bucket : new TreeMap<>(buckets).entrySet()) {
                double atMost = bucket.getValue() - before.buckets.getOrDefault(bucket.getKey(), 0.0);
                if (atMost >= newer / 2 && !bucket.getKey().isInfinite()) {
                    return Optional.of(bucket.getKey());
                }
            }
            return Optional.of((sumSeconds - before.sumSeconds) / newer);
        }

        private static boolean fromReceipt(MetricsPage.Sample sample) {
            return sample.label("stage").startsWith("received");
        }

        private static double bound(String text) {
            return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        }
    }
}
