package dev.rollcall.worker.copy.metrics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many took how long.
 *
 * @param buckets ascending by bound, each with all that took no longer than it
 * @param count of all
 */
public record LatencyHistogram(List<Bucket> buckets, long count) {

    /** What a registry says for no bound at all. */
    static final double BEYOND_SECONDS = 1e6;

    /**
     * Those that took no longer.
     *
     * @param bound in seconds
     */
    public record Bucket(double bound, long count) {}

    public LatencyHistogram {
        buckets = List.copyOf(buckets);
    }

    /** What came since an earlier one of the same meter. */
    public LatencyHistogram since(LatencyHistogram earlier) {
        if (earlier.buckets.size() != buckets.size()) {
            return this;
        }
        List<Bucket> differences = new ArrayList<>();
        for (int index = 0; index < buckets.size(); index++) {
            Bucket bucket = buckets.get(index);
            long before = earlier.buckets.get(index).count();
            differences.add(new Bucket(bucket.bound(), Math.max(0, bucket.count() - before)));
        }
        return new LatencyHistogram(differences, Math.max(0, count - earlier.count));
    }

    /**
     * The time that a share took no longer than, in seconds, as Prometheus estimates it: evenly spread within a bucket.
     * The greatest bound when it lies beyond; null when there is nothing.
     */
    public @Nullable Double quantile(double share) {
        if (count == 0 || buckets.isEmpty()) {
            return null;
        }
        double rank = share * count;
        double lowerBound = 0;
        long below = 0;
        for (Bucket bucket : buckets) {
            if (bucket.count() >= rank && bucket.count() > below) {
                return lowerBound + (bucket.bound() - lowerBound) * (rank - below) / (bucket.count() - below);
            }
            lowerBound = bucket.bound();
            below = bucket.count();
        }
        return buckets.getLast().bound();
    }
}
