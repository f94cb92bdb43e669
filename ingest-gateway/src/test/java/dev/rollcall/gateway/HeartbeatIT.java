package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.proving.servers.StandingClock;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The heartbeat is an event like any other, but for what is said of Clerk. */
class HeartbeatIT {

    private static final String PREFIX = "heartbeat.";

    @Test
    void isSignedAndStoredAndCountedButIsNoSignOfLifeOfClerk() {
        String bootstrapServers = SharedServers.kafka().bootstrapServers();
        EventsTopic topic = new EventsTopic(bootstrapServers, PREFIX).declare();
        StandingClock clock = new StandingClock(Instant.now());
        try (RunningGateway gateway = RunningGateway.start(
                bootstrapServers, PREFIX, clock, Map.of("rollcall.gateway.heartbeat.interval", "1s"))) {
            gateway.awaitReady();
            Eventually.isTrue("two heartbeats are stored", () -> acknowledged(gateway.scrape()) >= 2);

            Scrape scrape = gateway.scrape();
            assertThat(scrape.sum("rollcall_last_verified_webhook_timestamp_seconds"))
                    .isZero();
            assertThat(scrape.sum("rollcall_ingest_verified_total")).isZero();
            assertThat(scrape.sum("rollcall_ingest_body_bytes_count")).isZero();
            assertThat(scrape.sum("rollcall_heartbeat_interval_seconds")).isEqualTo(1);
            assertThat(scrape.sum("rollcall_heartbeats_total", "result=\"refused\""))
                    .isZero();
            Eventually.isTrue("the counters balance", () -> {
                Scrape now = gateway.scrape();
                return now.sum("rollcall_ingest_received_total") == now.requests()
                        && now.requests() == acknowledged(now);
            });
            for (ConsumerRecord<byte[], byte[]> record : topic.read()) {
                String id = EventsTopic.header(record, EventHeaders.MESSAGE_ID);
                assertThat(EventsTopic.header(record, EventHeaders.EVENT_TYPE)).isEqualTo("rollcall.heartbeat");
                assertThat(new String(record.key(), UTF_8)).isEqualTo(id).startsWith("msg_heartbeat_");
                assertThat(EventsTopic.header(record, EventHeaders.SIGNATURE))
                        .isEqualTo(Signer.PUBLISHED.sign(
                                id, EventsTopic.header(record, EventHeaders.TIMESTAMP), record.value()));
            }

            RawRequest genuine =
                    RawRequest.signed(Signer.PUBLISHED, "msg_genuine", clock.seconds(), "{}".getBytes(UTF_8));
            assertThat(gateway.exchange(genuine).status()).isEqualTo(202);
            assertThat(gateway.scrape().sum("rollcall_last_verified_webhook_timestamp_seconds"))
                    .isPositive();
            assertThat(gateway.scrape().sum("rollcall_ingest_verified_total")).isEqualTo(1);
        }
    }

    private static double acknowledged(Scrape scrape) {
        return scrape.sum("rollcall_heartbeats_total", "result=\"acknowledged\"");
    }
}
