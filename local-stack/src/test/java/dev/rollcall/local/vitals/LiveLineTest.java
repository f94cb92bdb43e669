package dev.rollcall.local.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.metrics.MetricsPage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveLineTest {

    private static final MetricsPage GATEWAY = MetricsPage.parse("""
            # HELP rollcall_ingest_requests_total answers
            # TYPE rollcall_ingest_requests_total counter
            rollcall_ingest_requests_total{outcome="acknowledged",reason="ok"} 1200.0
            rollcall_ingest_requests_total{outcome="rejected",reason="signature"} 34.0
            rollcall_ingest_requests_total{outcome="acknowledged",reason="heard by ourselves"} 7.0
            rollcall_heartbeats_total{result="acknowledged"} 5.0
            rollcall_heartbeats_total{result="refused"} 2.0
            rollcall_heartbeats_total{result="unanswered"} 9.0
            rollcall_ingest_requests_total{outcome="rejected",reason="odd \\"quoted\\", {name}"} 1.0
            """);
    private static final String WORKER = """
            rollcall_apply_events_total{table="users",result="inserted"} 700
            rollcall_apply_events_total{table="organizations",result="updated"} 300 1700000000000
            rollcall_apply_events_total{table="users",result="duplicate"} 40.0
            rollcall_apply_events_total{table="none",result="ignored"} 5.0
            rollcall_apply_events_total{table="none",result="dead_lettered"} 3.0
            rollcall_freshness_seconds_bucket{stage="received",le="0.01"} %d
            rollcall_freshness_seconds_bucket{stage="received",le="0.025"} %d
            rollcall_freshness_seconds_bucket{stage="received",le="+Inf"} %d
            rollcall_freshness_seconds_count{stage="received"} %d
            rollcall_freshness_seconds_sum{stage="received"} 12.5
            rollcall_freshness_seconds_count{stage="event"} 99999
            rollcall_consumer_lag_seconds %s
            not a sample
            """;

    @Test
    void showsTotalsTheFirstTime() {
        Vitals now = Vitals.of(GATEWAY, worker(10, 20, 30, "2.25"));

        assertThat(LiveLine.describe(now, null, Duration.ZERO))
                .isEqualTo("received 1,235  applied 1,000  freshness -  lag 2.3 s"
                        + "  older or repeated 40  dead letters 3  refused 35");
    }

    @Test
    void showsRatesAndTheMedianFreshnessOfWhatIsNew() {
        Vitals before = new Vitals(
                1_035,
                1_000,
                35,
                980,
                40,
                3,
                Vitals.of(GATEWAY, worker(10, 20, 30, "0")).freshness(),
                0);
        Vitals now = Vitals.of(GATEWAY, worker(12, 29, 40, "NaN"));

        assertThat(LiveLine.describe(now, before, Duration.ofSeconds(2)))
                .isEqualTo("received 1,235 (100/s)  applied 1,000 (10/s)  freshness 25 ms  lag 0.0 s"
                        + "  older or repeated 40  dead letters 3  refused 35");
    }

    @Test
    void leavesOutTheRateWhenARestartSetTheCountersBack() {
        Vitals now = Vitals.of(MetricsPage.parse(""), MetricsPage.parse(""));
        Vitals before = Vitals.of(GATEWAY, worker(1, 2, 3, "0"));

        assertThat(LiveLine.describe(now, before, Duration.ofSeconds(1)))
                .isEqualTo("received 0  applied 0  freshness -  lag 0.0 s");
    }

    private static MetricsPage worker(int upTo10, int upTo25, int all, String lag) {
        return MetricsPage.parse(WORKER.formatted(upTo10, upTo25, all, all, lag));
    }
}
