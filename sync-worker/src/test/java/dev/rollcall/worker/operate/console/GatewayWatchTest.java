package dev.rollcall.worker.operate.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.StandingClock;
import dev.rollcall.worker.FakeGateway;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayWatchTest {

    private final FakeGateway gateway = new FakeGateway();
    private final StandingClock clock = new StandingClock(Instant.parse("2026-11-30T07:00:00Z"));
    private final GatewayWatch watch =
            new GatewayWatch(List.of(URI.create(gateway.address() + "/actuator/prometheus")), clock);

    @BeforeEach
    void lookAtItsBeginning() throws InterruptedException {
        watch.look();
    }

    @AfterEach
    void close() {
        watch.close();
        gateway.close();
    }

    @Test
    void countsHeartbeatsNeitherAsReceivedNorAsRefusedNorAsAcknowledged() throws InterruptedException {
        gateway.counts(0, 0, 0, "closed", new FakeGateway.Heartbeats(48, 48));
        watch.look();

        assertThat(watch.latest().totals())
                .containsAllEntriesOf(Map.of("received", 0L, "rejected", 0L, "acknowledged", 0L));
    }

    @Test
    void countsAHeartbeatThatIsOnlyCountedAsAnAnswerYetAsNothing() throws InterruptedException {
        gateway.counts(0, 0, 0, "closed", new FakeGateway.Heartbeats(48, 47));
        watch.look();

        assertThat(watch.latest().totals())
                .containsAllEntriesOf(Map.of("received", 0L, "rejected", 0L, "acknowledged", 0L));
    }

    /** As first measured: 15,063 requests, of which 15,003 webhooks, 48 heartbeats and 12 truly refused. */
    @Test
    void tellsRefusedRequestsFromHeartbeats() throws InterruptedException {
        gateway.counts(15_015, 12, 15_003, "closed", new FakeGateway.Heartbeats(48, 48));
        watch.look();

        assertThat(watch.latest().totals())
                .containsAllEntriesOf(
                        Map.of("received", 15_015L, "rejected", 12L, "verified", 15_003L, "acknowledged", 15_003L));
    }

    @Test
    void tellsWhatWasRefusedForItsSignatureWhileThatIsRecent() throws InterruptedException {
        assertThat(watch.latest().signatures()).isNull();
        long first = clock.millis();
        gateway.counts(4, 4, 0, "closed");
        watch.look();
        clock.move(Duration.ofSeconds(200));
        gateway.counts(6, 6, 0, "closed");
        watch.look();
        watch.look();

        assertThat(watch.latest().signatures())
                .isEqualTo(new GatewayReading.Signatures(6, "no_matching_signature", first + 200_000, 5));
        clock.move(Duration.ofSeconds(101));
        watch.look();
        assertThat(watch.latest().signatures())
                .as("the first four are of long ago")
                .isEqualTo(new GatewayReading.Signatures(2, "no_matching_signature", first + 200_000, 5));
        clock.move(Duration.ofSeconds(200));
        watch.look();
        assertThat(watch.latest().signatures()).isNull();
    }

    @Test
    void neverSaysThatMoreWasAcknowledgedThanVerified() throws InterruptedException {
        for (long heartbeats = 1; heartbeats <= 5; heartbeats++) {
            gateway.counts(100, 3, 97, "closed", new FakeGateway.Heartbeats(heartbeats, heartbeats - 1));
            watch.look();

            assertThat(watch.latest().totals().get("acknowledged"))
                    .isLessThanOrEqualTo(watch.latest().totals().get("verified"));
        }
    }
}
