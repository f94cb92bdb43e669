package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Senders;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.proving.servers.StandingClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** What is in the topic after a 202, and that a stop loses nothing. */
class StoredEventIT {

    private static final Signer PREVIOUS = new Signer("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    private static final Map<String, String> ROTATION =
            Map.of("rollcall.gateway.sources.clerk.secrets", Signer.PUBLISHED.secret() + ", " + PREVIOUS.secret());

    private final StandingClock clock = new StandingClock(Instant.now());

    @Test
    void storesTheSignedBytesUnderTheEntityWithEverythingNeededToVerifyThemAgain() {
        EventsTopic topic = topic("stored.");
        byte[] body = " {\"data\": {\"id\":\"user_1\"},\n\"type\":\"user.created\"}\n".getBytes(UTF_8);
        RawRequest request = RawRequest.signed("webhook", PREVIOUS, "msg_1", clock.seconds(), body)
                .with("traceparent: 00-11111111111111111111111111111111-2222222222222222-01");
        try (RunningGateway gateway = start(topic)) {
            assertThat(gateway.exchange(request).status()).isEqualTo(202);

            assertThat(topic.read()).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo("user_1".getBytes(UTF_8));
                assertThat(record.value()).isEqualTo(body);
                assertThat(record.partition())
                        .as("the default hash, so that any client finds it")
                        .isEqualTo(Utils.toPositive(Utils.murmur2("user_1".getBytes(UTF_8))) % 12);
                assertThat(header(record, EventHeaders.MESSAGE_ID)).isEqualTo("msg_1");
                assertThat(header(record, EventHeaders.SOURCE)).isEqualTo("clerk");
                assertThat(header(record, EventHeaders.EVENT_TYPE)).isEqualTo("user.created");
                assertThat(header(record, EventHeaders.ORIGIN)).isEqualTo("webhook");
                assertThat(header(record, EventHeaders.RECEIVED_AT)).isEqualTo(Long.toString(clock.millis()));
                assertThat(header(record, EventHeaders.TRACEPARENT))
                        .as("a trace of our own: the sender's was not signed")
                        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                        .doesNotContain("1111111");
                assertThat(header(record, EventHeaders.SIGNATURE))
                        .isEqualTo(PREVIOUS.sign(
                                header(record, EventHeaders.MESSAGE_ID),
                                header(record, EventHeaders.TIMESTAMP),
                                record.value()));
            });
            Scrape scrape = gateway.scrape();
            assertThat(scrape.sum("rollcall_ingest_verified_total", "secret=\"previous\""))
                    .isEqualTo(1);
            assertThat(scrape.sum("rollcall_ingest_verified_total", "secret=\"current\""))
                    .isZero();
            assertThat(scrape.sum("rollcall_last_verified_webhook_timestamp_seconds"))
                    .isEqualTo(clock.millis() / 1000.0);
            assertThat(scrape.sum("rollcall_ingest_duration_seconds_count", "outcome=\"acknowledged\""))
                    .isEqualTo(1);
            gateway.assertBalanced();
        }
    }

    @Test
    void losesNothingWhenItIsStoppedUnderLoad() {
        EventsTopic topic = topic("stopped.");
        RunningGateway gateway = start(topic);
        Senders senders = new Senders(8, gateway.port(), clock.seconds());
        try (senders) {
            Eventually.isTrue("under load", () -> {
                gateway.scrape();
                return senders.stored().size() > 2000;
            });
            gateway.close();
        }
        assertThat(gateway.stoppedInOrder()).isTrue();
        assertThat(senders.unavailable()).isEmpty();
        assertThat(senders.otherStatuses()).isEmpty();
        Set<String> inTopic = topic.read().stream()
                .map(record -> header(record, EventHeaders.MESSAGE_ID))
                .collect(Collectors.toSet());
        assertThat(inTopic).containsAll(senders.stored());
    }

    @Test
    void servesNothingButHealthAndMetricsOnTheManagementPort() {
        try (RunningGateway gateway = start(topic("management."))) {
            assertThat(gateway.manage("/actuator/health/liveness").body()).contains("UP");
            assertThat(gateway.manage("/actuator/health/readiness").body()).contains("UP");
            for (String path :
                    List.of("/", "/webhooks/clerk", "/actuator/env", "/actuator/beans", "/actuator/heapdump")) {
                assertThat(gateway.manage(path).statusCode()).as(path).isEqualTo(404);
            }
            Scrape scrape = gateway.scrape();
            assertThat(scrape.samples().keySet())
                    .anyMatch(name -> name.startsWith("kafka_producer_"))
                    .anyMatch(name -> name.startsWith("resilience4j_circuitbreaker_state"))
                    .anyMatch(name -> name.startsWith("rollcall_ingest_duration_seconds_bucket"))
                    .anyMatch(name -> name.startsWith("jvm_memory"));
        }
    }

    private RunningGateway start(EventsTopic topic) {
        return RunningGateway.start(topic.bootstrapServers(), topic.prefix(), clock, ROTATION)
                .awaitReady();
    }

    private static EventsTopic topic(String prefix) {
        return new EventsTopic(SharedServers.kafka().bootstrapServers(), prefix).declare();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return EventsTopic.header(record, name);
    }
}
