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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One client that holds more connections than the gateway has places, and takes new ones as fast as it loses them. */
class SilentCrowdIT {

    private static final int CROWD = 4_200;
    private static final int GENUINE = 300;

    @ParameterizedTest
    @CsvSource({"silent, ''", "one-byte, P", "half-a-head, 'POST /webhooks/clerk HTTP/1.1'"})
    void keepsNoGenuineWebhookOut(String name, String sends) throws Exception {
        EventsTopic topic =
                new EventsTopic(SharedServers.kafka().bootstrapServers(), "silent-crowd-" + name + ".").declare();
        try (RunningGateway gateway = RunningGateway.start(topic.bootstrapServers(), topic.prefix(), Clock.systemUTC())
                .awaitReady()) {
            try (Crowd crowd = new Crowd(CROWD, gateway.port(), sends.getBytes(UTF_8))) {
                Eventually.isTrue("every place is taken", () -> crowd.opened() >= CROWD);
                Clock clock = Clock.systemUTC();
                for (int index = 0; index < GENUINE; index++) {
                    byte[] body =
                            ("{\"type\":\"user.updated\",\"data\":{\"id\":\"user_" + index + "\"}}").getBytes(UTF_8);
                    RawRequest genuine = RawRequest.signed(
                            Signer.PUBLISHED,
                            "msg_" + name + index,
                            clock.instant().getEpochSecond(),
                            body);
                    assertThat(RawConnection.exchange(gateway.port(), genuine).status())
                            .as("genuine webhook %d beside %d connections", index, crowd.opened())
                            .isEqualTo(202);
                }
            }
            assertThat(gateway.scrape().sum("rollcall_ingest_connections_evicted_total"))
                    .isPositive();
            assertThat(gateway.scrape().sum("rollcall_ingest_connections_refused_total"))
                    .isZero();
            assertThat(gateway.scrape().requests("outcome=\"acknowledged\"")).isEqualTo(GENUINE);
            gateway.assertBalanced();
        }
    }
}
