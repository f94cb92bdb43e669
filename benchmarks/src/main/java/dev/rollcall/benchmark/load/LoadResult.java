package dev.rollcall.benchmark.load;

import dev.rollcall.benchmark.report.Figures;

/**
 * What the client saw in one measured run.
 *
 * @param perSecond answers with 202 a second
 * @param p50Millis median time from the write of a request to its answer
 * @param p99Millis 99th percentile of the same
 * @param refused answers with another status
 */
public record LoadResult(double perSecond, double p50Millis, double p99Millis, long refused) {

    static LoadResult of(long[] sortedNanos, double seconds, long refused) {
        return new LoadResult(
                sortedNanos.length / seconds,
                Figures.percentile(sortedNanos, 50) / 1e6,
                Figures.percentile(sortedNanos, 99) / 1e6,
                refused);
    }
}
