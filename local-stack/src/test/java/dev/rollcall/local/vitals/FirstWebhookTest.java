package dev.rollcall.local.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.vitals.LiveLine.Look;
import dev.rollcall.local.vitals.LiveLine.Shown;
import dev.rollcall.model.metrics.MetricsPage;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The moment at which somebody connects Clerk, and nothing may happen without a word. */
class FirstWebhookTest {

    private static final URI NOBODY = URI.create("http://127.0.0.1:1");
    private static final MetricsPage WORKER = MetricsPage.parse("");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LiveLine line =
            new LiveLine(NOBODY, NOBODY, URI.create("http://127.0.0.1:4711/webhooks/clerk"), true);

    @Test
    void waitsForItWithThePortAndDoesNotCountTheHeartbeats() {
        Shown idle = line.next(MetricsPage.parse("""
                rollcall_ingest_requests_total{outcome="acknowledged",reason="ok"} 4.0
                rollcall_heartbeats_total{result="acknowledged"} 4.0
                """), WORKER, SECOND);

        assertThat(idle).isEqualTo(new Shown("waiting for the first webhook on port 4711", Look.WAITING, null, false));
    }

    @Test
    void saysWhatWasRefusedLastAndWhy() {
        line.next(MetricsPage.parse(""), WORKER, SECOND);

        Shown refused = line.next(refused("no_matching_signature", 2), WORKER, 2 * SECOND);

        assertThat(refused.look()).isEqualTo(Look.WAITING);
        assertThat(refused.text()).endsWith("refused 2  last no_matching_signature, 0 s ago");
        assertThat(refused.news()).contains("signed with another secret");
        Shown later = line.next(refused("no_matching_signature", 3), WORKER, 3 * SECOND);
        assertThat(later.news()).as("explained once").isNull();
        Shown laterStill = line.next(refused("no_matching_signature", 3), WORKER, 15 * SECOND);
        assertThat(laterStill.text()).endsWith("refused 3  last no_matching_signature, 12 s ago");
    }

    @Test
    void turnsGreenWhenItIsApplied() {
        line.next(refused("path", 1), WORKER, SECOND);
        MetricsPage gateway = MetricsPage.parse("""
                rollcall_ingest_requests_total{outcome="rejected",reason="path"} 1.0
                rollcall_ingest_requests_total{outcome="acknowledged",reason="stored"} 1.0
                """);

        Shown atOnce = line.next(gateway, WORKER, 2 * SECOND);
        Shown stored = line.next(gateway, WORKER, 3 * SECOND);
        Shown applied = line.next(gateway, worker("inserted", 1), 4 * SECOND);

        assertThat(atOnce.text()).as("it may be a heartbeat").startsWith("waiting for the first webhook");
        assertThat(stored.look()).isEqualTo(Look.WAITING);
        assertThat(stored.text()).startsWith("the first webhook has arrived, and is not applied yet  refused 1");
        assertThat(applied.look()).isEqualTo(Look.GOOD);
        assertThat(applied.news()).isEqualTo("The first webhook has arrived.");
        assertThat(applied.newsIsGood()).isTrue();
        assertThat(applied.text()).startsWith("received 2").contains("applied 1");
    }

    @Test
    void goesOnWaitingWhenTheFirstBecomesADeadLetter() {
        MetricsPage gateway = MetricsPage.parse("""
                rollcall_ingest_requests_total{outcome="acknowledged",reason="stored"} 1.0
                """);

        Shown died = line.next(gateway, worker("dead_lettered", 1), SECOND);
        Shown later = line.next(gateway, worker("dead_lettered", 1), 2 * SECOND);
        Shown applied = line.next(gateway, worker("updated", 1), 3 * SECOND);

        assertThat(died.look()).isEqualTo(Look.WAITING);
        assertThat(died.text())
                .isEqualTo("arrived, but it became a dead letter (an example of the dashboard?)  dead letters 1");
        assertThat(died.news()).contains("became a dead letter", "a real event");
        assertThat(died.newsIsGood()).isFalse();
        assertThat(later.news()).as("said once").isNull();
        assertThat(applied.news()).isEqualTo("The first webhook has arrived.");
    }

    /** Such as the mails that Clerk sends, where they are excluded, or an answer of 503. */
    @Test
    void doesNotTakeForArrivedWhatIsNotStored() {
        MetricsPage gateway = MetricsPage.parse("""
                rollcall_ingest_requests_total{outcome="excluded",reason="type"} 2.0
                rollcall_ingest_requests_total{outcome="unavailable",reason="breaker"} 1.0
                """);
        line.next(gateway, WORKER, SECOND);

        assertThat(line.next(gateway, WORKER, 2 * SECOND).text())
                .isEqualTo("waiting for the first webhook on port 4711");
    }

    @Test
    void doesNotWaitWhereOneHasComeBefore() {
        LiveLine later = new LiveLine(NOBODY, NOBODY, NOBODY, false);

        assertThat(later.next(MetricsPage.parse(""), WORKER, SECOND).text()).startsWith("received 0");
    }

    @Test
    void namesNoReasonThatAFormerGatewayHad() {
        LiveLine later = new LiveLine(NOBODY, NOBODY, NOBODY, false);
        later.next(MetricsPage.parse(""), WORKER, SECOND);
        assertThat(later.next(refused("no_matching_signature", 3), WORKER, 2 * SECOND)
                        .text())
                .endsWith("refused 3  last no_matching_signature, 0 s ago");

        assertThat(later.next(MetricsPage.parse(""), WORKER, 3 * SECOND).text())
                .startsWith("received 0")
                .doesNotContain("last");
        assertThat(later.next(refused("path", 1), WORKER, 4 * SECOND).text()).endsWith("refused 1  last path, 0 s ago");
    }

    @Test
    void takesTheSameReasonOfANewGatewayForNews() {
        LiveLine later = new LiveLine(NOBODY, NOBODY, NOBODY, false);
        later.next(MetricsPage.parse(""), WORKER, SECOND);
        later.next(refused("path", 3), WORKER, 2 * SECOND);

        assertThat(later.next(refused("path", 1), WORKER, 9 * SECOND).text()).endsWith("refused 1  last path, 0 s ago");
    }

    private static MetricsPage worker(String result, int times) {
        return MetricsPage.parse(
                "rollcall_apply_events_total{table=\"users\",result=\"%s\"} %d.0\n".formatted(result, times));
    }

    private static MetricsPage refused(String reason, int times) {
        return MetricsPage.parse(
                "rollcall_ingest_requests_total{outcome=\"rejected\",reason=\"%s\"} %d.0\n".formatted(reason, times));
    }
}
