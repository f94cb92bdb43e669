package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.proving.servers.CapturedLog;
import dev.rollcall.proving.servers.GuardedKafka;
import dev.rollcall.proving.servers.StandingClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway as a user of a Kafka with authentication and authorization. What is taken away and given back needs
 * nobody: it answers 503 meanwhile, says in a few lines what is missing, and stores again.
 */
class RefusedByKafkaIT {

    private static final String USER = "gateway";
    private static final String PREFIX = "guarded.";
    private static final String TOPIC_NAME = PREFIX + "clerk.events";

    @TempDir
    private static Path data;

    private final StandingClock clock = new StandingClock(Instant.now());
    private GuardedKafka kafka;
    private final AtomicInteger ids = new AtomicInteger();

    @BeforeEach
    void startKafka() throws Exception {
        kafka = GuardedKafka.start(data.resolve("kafka-" + System.identityHashCode(this)));
        kafka.give(USER, "a-password");
        new EventsTopic(kafka.server().bootstrapServers(), PREFIX).declare();
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
    }

    private RunningGateway start() {
        Map<String, String> settings = kafka.clientOf(USER, "a-password").entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "spring.kafka.properties[" + setting.getKey() + "]", Map.Entry::getValue));
        return RunningGateway.start(kafka.guardedServers(), PREFIX, clock, settings);
    }

    private static List<AclBinding> right(AclOperation... operations) {
        return List.of(operations).stream()
                .map(operation -> GuardedKafka.right(USER, TOPIC, LITERAL, TOPIC_NAME, operation))
                .toList();
    }

    private int status(RunningGateway gateway) {
        return gateway.exchange(RawRequest.signed(
                        Signer.PUBLISHED, "msg_" + ids.incrementAndGet(), clock.seconds(), "{}".getBytes(UTF_8)))
                .status();
    }

    private static void awaitHealthToSay(RunningGateway gateway, String words) {
        Eventually.isTrue(words, () -> gateway.manage("/actuator/health").body().contains(words));
    }

    private void assertStores(RunningGateway gateway, String after) {
        Eventually.isTrue("stores again after " + after, () -> status(gateway) == 202);
        assertThat(gateway.manage("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    private void assertRefuses(RunningGateway gateway, CapturedLog log, String named) {
        Eventually.isTrue("503 for want of " + named, () -> status(gateway) == 503);
        Eventually.isTrue(named + " is said", () -> {
            // Something has to be refused: nothing is sent by itself.
            assertThat(status(gateway)).isEqualTo(503);
            return log.lines().stream().anyMatch(line -> line.contains(named));
        });
        for (int request = 0; request < 50; request++) {
            assertThat(status(gateway)).isEqualTo(503);
        }
        assertThat(gateway.manage("/actuator/health/liveness").statusCode())
                .as("a restart would bring nothing")
                .isEqualTo(200);
        long seconds = log.seconds();
        // Ours and those of Kafka's client have a gate each; that it works again is no failure.
        assertThat(log.lines().stream().filter(line -> !line.contains("events are stored")))
                .as("%s, within %d s", named, seconds)
                .hasSizeLessThanOrEqualTo((int) seconds + 2)
                .noneMatch(line -> line.contains("a-password"));
    }

    @Test
    void saysWhichRightIsMissingFromTheStartAndIsReadyWhenItIsGiven() throws Exception {
        try (RunningGateway gateway = start()) {
            awaitHealthToSay(gateway, "the topic " + TOPIC_NAME + " to this user: allow DESCRIBE on it");
            assertThat(status(gateway)).isEqualTo(503);
            kafka.allow(right(DESCRIBE));
            awaitHealthToSay(gateway, "the topic " + TOPIC_NAME + " to this user: allow DESCRIBE_CONFIGS on it");
            kafka.allow(right(DESCRIBE_CONFIGS));
            gateway.awaitReady();
            try (CapturedLog log = new CapturedLog()) {
                assertRefuses(gateway, log, "allow WRITE");
            }
            kafka.allow(right(WRITE));
            assertStores(gateway, "WRITE");
            gateway.assertBalanced();
        }
    }

    @Test
    void everyRightThatIsTakenAwayAndGivenBackCostsAFewLinesAndNoRestart() throws Exception {
        kafka.allow(right(WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        try (RunningGateway gateway = start()) {
            gateway.awaitReady();
            assertStores(gateway, "its start");
            try (CapturedLog log = new CapturedLog()) {
                kafka.forbid(right(WRITE));
                assertRefuses(gateway, log, "allow WRITE");
                kafka.allow(right(WRITE));
                assertStores(gateway, "WRITE");
            }
            try (CapturedLog log = new CapturedLog()) {
                kafka.forbid(right(WRITE, DESCRIBE));
                assertRefuses(gateway, log, "webhooks are answered 503");
                kafka.allow(right(WRITE, DESCRIBE));
                assertStores(gateway, "DESCRIBE");
            }
            kafka.forbid(right(DESCRIBE, DESCRIBE_CONFIGS));
            assertStores(gateway, "what it needs at its start only");
            gateway.assertBalanced();
        }
    }

    /** A producer that was refused for good appends a record, throws, and calls back as well: that is one failure. */
    @Test
    void aFloodAtTheMomentOfTheRefusalIsCountedOnce() throws Exception {
        kafka.allow(right(DESCRIBE, DESCRIBE_CONFIGS));
        try (RunningGateway gateway = start()) {
            gateway.awaitReady();
            try (ExecutorService senders = Executors.newFixedThreadPool(16)) {
                List<Callable<Integer>> requests = Collections.nCopies(1000, () -> status(gateway));
                for (Future<Integer> answered : senders.invokeAll(requests)) {
                    assertThat(answered.get()).isEqualTo(503);
                }
            }
            gateway.assertBalanced();
        }
    }

    @Test
    void credentialsThatAreAwayForAWhileAreWaitedFor() throws Exception {
        kafka.allow(right(WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        try (RunningGateway gateway = start()) {
            gateway.awaitReady();
            assertStores(gateway, "its start");
            try (CapturedLog log = new CapturedLog()) {
                kafka.takeAway(USER);
                assertRefuses(gateway, log, "failed authentication");
            }
            kafka.give(USER, "a-password");
            assertStores(gateway, "the credentials");
            gateway.assertBalanced();
        }
    }
}
