package dev.rollcall.worker.copy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rollcall.worker.copy.metrics.LatencyHistogram.Bucket;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private static final LatencyHistogram TEN =
            new LatencyHistogram(List.of(new Bucket(0.01, 2), new Bucket(0.1, 2), new Bucket(1, 10)), 10);

    @Test
    void spreadsEvenlyWithinABucket() {
        assertThat(TEN.quantile(0.1)).isCloseTo(0.005, within(1e-9));
        assertThat(TEN.quantile(0.2)).isCloseTo(0.01, within(1e-9));
        assertThat(TEN.quantile(0.6)).isCloseTo(0.55, within(1e-9));
    }

    @Test
    void isTheGreatestBoundBeyondIt() {
        LatencyHistogram slow = new LatencyHistogram(List.of(new Bucket(0.01, 0), new Bucket(1, 1)), 100);
        assertThat(slow.quantile(0.99)).isEqualTo(1);
    }

    @Test
    void knowsNothingOfNothing() {
        assertThat(TEN.since(TEN).quantile(0.5)).isNull();
        assertThat(new LatencyHistogram(List.of(), 0).quantile(0.5)).isNull();
    }

    @Test
    void countsWhatCameSince() {
        LatencyHistogram later =
                new LatencyHistogram(List.of(new Bucket(0.01, 12), new Bucket(0.1, 12), new Bucket(1, 20)), 20);
        assertThat(later.since(TEN).count()).isEqualTo(10);
        assertThat(later.since(TEN).quantile(0.99)).isLessThanOrEqualTo(0.01);
    }
}
