package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.Crowd;
import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawConnection;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.proving.servers.SharedServers;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One client that holds more connections than the gateway has places, and takes new ones as fast as it loses them. */
class SilentCrowdIT {

    private static final int CROWD = 4_200;
    private static final int GENUINE = 300;

    /** Twice as many as the memory for large bodies takes. */
    private static final int HALF_BODIES = 260;

    /** By how many of them a genuine webhook may be overtaken: of twice as many its own turn to give way would come. */
    private static final int OVERTAKING = 60;

    /** What the bodies of strangers may hold, and twice that while some give way. */
    private static final double BODY_BYTES = 32.0 * 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"silent, ''", "one-byte, P", "half-a-head, 'POST /webhooks/clerk HTTP/1.1'"})
    void keepsNoGenuineWebhookOut(String name, String sends) throws Exception {
        EventsTopic topic =
                new EventsTopic(SharedServers.kafka().bootstrapServers(), "silent-crowd-" + name + ".").declare();
        try (RunningGateway gateway = RunningGateway.start(topic.bootstrapServers(), topic.prefix(), Clock.systemUTC())
                .awaitReady()) {
            try (Crowd crowd = new Crowd(CROWD, gateway.port(), sends.getBytes(UTF_8))) {
                Eventually.isTrue("every place is taken", () -> crowd.opened() >= CROWD);
                assertGenuineAreTaken(gateway, crowd, "", () -> {});
            }
            assertThat(gateway.scrape().sum("rollcall_ingest_connections_evicted_total"))
                    .isPositive();
            assertThat(gateway.scrape().sum("rollcall_ingest_connections_refused_total"))
                    .isZero();
            assertThat(gateway.scrape().requests("outcome=\"acknowledged\"")).isEqualTo(GENUINE);
            gateway.assertBalanced();
        }
    }

    /** A large event finds memory although strangers hold all of it with bodies that they never end. */
    @Test
    void keepsNoLargeWebhookOutByHalfBodies() throws Exception {
        EventsTopic topic = new EventsTopic(SharedServers.kafka().bootstrapServers(), "half-bodies.").declare();
        Clock clock = Clock.systemUTC();
        RawRequest large =
                RawRequest.signed(Signer.PUBLISHED, "msg_half", clock.instant().getEpochSecond(), new byte[512 * 1024]);
        byte[] whole = large.bytes();
        byte[] half = Arrays.copyOf(whole, whole.length - large.body().length / 2 + 1);
        try (RunningGateway gateway = RunningGateway.start(topic.bootstrapServers(), topic.prefix(), clock)
                .awaitReady()) {
            Semaphore renewals = new Semaphore(0);
            try (Crowd crowd = new Crowd(HALF_BODIES, gateway.port(), half, renewals)) {
                Eventually.isTrue("all have been opened", () -> crowd.opened() >= HALF_BODIES);
                // Counted and not timed: on a busy machine a thousand others come in the time of one exchange.
                assertGenuineAreTaken(gateway, crowd, "n".repeat(100_000), () -> {
                    renewals.drainPermits();
                    Eventually.isTrue(
                            "who gives way has gone",
                            () -> gateway.scrape().sum("rollcall_ingest_unfinished_bytes") <= BODY_BYTES);
                    renewals.release(OVERTAKING);
                });
                assertThat(crowd.opened()).as("connections that pressed on").isGreaterThan(2 * HALF_BODIES);
            }
            assertThat(gateway.scrape().sum("rollcall_ingest_connections_evicted_total"))
                    .as("connections whose memory was given to others")
                    .isPositive();
            assertThat(gateway.scrape().requests("outcome=\"acknowledged\"")).isEqualTo(GENUINE);
            gateway.assertBalanced();
        }
    }

    private static void assertGenuineAreTaken(
            RunningGateway gateway, Crowd crowd, String firstName, Runnable beforeEach) {
        for (int index = 0; index < GENUINE; index++) {
            beforeEach.run();
            byte[] body = ("{\"type\":\"user.updated\",\"data\":{\"id\":\"user_" + index + "\",\"first_name\":\""
                            + firstName + "\"}}")
                    .getBytes(UTF_8);
            RawRequest genuine = RawRequest.signed(
                    Signer.PUBLISHED,
                    "msg_genuine" + index,
                    Clock.systemUTC().instant().getEpochSecond(),
                    body);
            assertThat(RawConnection.exchange(gateway.port(), genuine).status())
                    .as("genuine webhook %d beside %d connections", index, crowd.opened())
                    .isEqualTo(202);
        }
    }
}
