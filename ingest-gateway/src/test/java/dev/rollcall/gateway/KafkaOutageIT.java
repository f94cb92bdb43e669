package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawAnswer;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Senders;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.proving.servers.StandingClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka dies, hangs and comes back under the gateway: an outage is waited out, and nothing acknowledged is lost. */
class KafkaOutageIT {

    private static final String PREFIX = "outage.";

    @TempDir
    private static Path data;

    private final StandingClock clock = new StandingClock(Instant.now());
    private KafkaServer kafka;
    private int ids;

    @BeforeEach
    void startKafka() {
        kafka = KafkaServer.start(data.resolve("kafka-" + System.identityHashCode(this)), 0);
    }

    @AfterEach
    void stopKafka() {
        kafka.resume();
        kafka.close();
    }

    @Test
    void losesNothingThatWasAcknowledgedThoughKafkaIsKilledAgainAndAgainUnderLoad() {
        EventsTopic topic = new EventsTopic(kafka.bootstrapServers(), PREFIX).declare();
        try (RunningGateway gateway = RunningGateway.start(kafka.bootstrapServers(), PREFIX, clock)) {
            gateway.awaitReady();
            Senders senders = new Senders(4, gateway.port(), clock.seconds());
            try (senders) {
                for (int round = 1; round <= 2; round++) {
                    int storedSoFar = senders.stored().size();
                    int unavailableSoFar = senders.unavailable().size();
                    awaitStored(gateway, senders, storedSoFar + 1000);
                    kafka.kill();
                    Eventually.isTrue("refused", () -> {
                        gateway.scrape();
                        return senders.unavailable().size() > unavailableSoFar + 100;
                    });
                    assertThat(gateway.isReady())
                            .as("stays ready: 503 is better than nobody")
                            .isTrue();
                    kafka = KafkaServer.start(data.resolve("kafka-" + System.identityHashCode(this)), kafka.port());
                }
                awaitStored(gateway, senders, senders.stored().size() + 1000);
            }
            assertThat(senders.otherStatuses()).isEmpty();
            assertThat(senders.unanswered()).as("requests without an answer").isZero();

            gateway.assertBalanced();
            Scrape scrape = gateway.scrape();
            assertThat(scrape.requests("outcome=\"acknowledged\""))
                    .isEqualTo(senders.stored().size());
            assertThat(scrape.requests("outcome=\"unavailable\""))
                    .isEqualTo(senders.unavailable().size());

            Map<String, byte[]> inTopic = topic.read().stream()
                    .collect(Collectors.toMap(KafkaOutageIT::idOf, ConsumerRecord::value, (first, second) -> {
                        throw new AssertionError("the idempotent producer wrote a record twice");
                    }));
            assertThat(inTopic.keySet()).containsAll(senders.stored());
            assertThat(inTopic.entrySet())
                    .allMatch(entry -> Arrays.equals(entry.getValue(), Senders.bodyOf(entry.getKey())));
        }
    }

    @Test
    void answers503WhileKafkaHangsAndStoresAgainWhenItGoesOn() {
        new EventsTopic(kafka.bootstrapServers(), PREFIX).declare();
        try (RunningGateway gateway = RunningGateway.start(kafka.bootstrapServers(), PREFIX, clock)) {
            gateway.awaitReady();
            assertThat(gateway.exchange(genuine()).status()).isEqualTo(202);
            kafka.pause();
            for (int index = 0; index < 8; index++) {
                assertUnavailable(gateway.exchange(genuine()));
            }
            assertThat(gateway.scrape().requests("reason=\"breaker_open\""))
                    .as("after a few that waited, senders are told at once")
                    .isPositive();
            assertThat(gateway.manage("/actuator/health/liveness").statusCode()).isEqualTo(200);
            kafka.resume();
            Eventually.isTrue("stored again", () -> gateway.exchange(genuine()).status() == 202);
            gateway.assertBalanced();
        }
    }

    @Test
    void listensBeforeKafkaIsThereAndIsReadyWhenTheTopicIsLargeEnough() {
        kafka.kill();
        try (RunningGateway gateway = RunningGateway.start(kafka.bootstrapServers(), PREFIX, clock)) {
            assertUnavailable(gateway.exchange(genuine()));
            assertThat(gateway.isReady()).isFalse();
            assertThat(gateway.manage("/actuator/health/liveness").statusCode()).isEqualTo(200);

            kafka = KafkaServer.start(data.resolve("kafka-" + System.identityHashCode(this)), kafka.port());
            awaitHealthToSay(gateway, "the topic outage.clerk.events does not exist: run `rollcall topics`");

            EventsTopic topic = new EventsTopic(kafka.bootstrapServers(), PREFIX).declare(3, Map.of());
            awaitHealthToSay(gateway, "has 3 partitions and must have 12");
            topic.delete();

            awaitHealthToSay(gateway, "does not exist");
            topic.declare(12, Map.of("max.message.bytes", "1000"));
            awaitHealthToSay(gateway, "has max.message.bytes 1000 and must have 1048576");
            topic.delete();

            awaitHealthToSay(gateway, "does not exist");
            topic.declare(13, Map.of("max.message.bytes", "1048576"));
            gateway.awaitReady();
            assertThat(gateway.exchange(genuine()).status()).isEqualTo(202);
            assertThat(topic.read()).hasSize(1);
            assertThat(gateway.scrape().requests("reason=\"not_ready\"")).isPositive();
            gateway.assertBalanced();
        }
    }

    private void assertUnavailable(RawAnswer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.body()).isEqualTo("{\"error\":\"unavailable\"}");
    }

    private static void awaitStored(RunningGateway gateway, Senders senders, int count) {
        Eventually.isTrue(count + " stored", () -> {
            gateway.scrape();
            return senders.stored().size() >= count;
        });
    }

    private static void awaitHealthToSay(RunningGateway gateway, String words) {
        Eventually.isTrue(words, () -> gateway.manage("/actuator/health").body().contains(words));
    }

    private RawRequest genuine() {
        return RawRequest.signed(Signer.PUBLISHED, "msg_" + ids++, clock.seconds(), "{}".getBytes(UTF_8));
    }

    private static String idOf(ConsumerRecord<byte[], byte[]> record) {
        return EventsTopic.header(record, EventHeaders.MESSAGE_ID);
    }
}
