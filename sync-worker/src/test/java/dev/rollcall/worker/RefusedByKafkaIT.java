package dev.rollcall.worker;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.CapturedLog;
import dev.rollcall.proving.servers.GuardedKafka;
import dev.rollcall.worker.copy.consume.LoopState;
import dev.rollcall.worker.copy.consume.SyncLoops;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worker as a user of a Kafka with authentication and authorization, with exactly the rights of docs/kafka-rights.md.
 * What is taken away and given back needs nobody: every loop commits again, and the log stays short meanwhile.
 */
class RefusedByKafkaIT {

    private static final String USER = "worker";
    private static final int PARTITIONS = 12;
    private static final int SECONDS_AWAY = 5;

    @TempDir
    private static Path directory;

    private GuardedKafka kafka;
    private WorkerHarness harness;
    private RunningWorker worker;
    private int messages;

    @BeforeEach
    void startWithItsRights() throws Exception {
        kafka = GuardedKafka.start(directory.resolve("kafka-" + System.identityHashCode(this)));
        kafka.give(USER, "a-password");
        harness = new WorkerHarness(TestDatabase.create(), kafka.server());
        kafka.allow(rights().values().stream().flatMap(List::stream).toList());
        worker = new RunningWorker(
                harness,
                0,
                "--spring.kafka.bootstrap-servers=" + kafka.guardedServers(),
                "--rollcall.kafka.properties-file=" + credentials(),
                "--rollcall.clerk-instance-id=" + Events.INSTANCE);
        awaitEveryLoopToCommit();
    }

    @AfterEach
    void stop() {
        worker.close();
        harness.close();
        kafka.close();
    }

    private Path credentials() throws IOException {
        Path file = directory.resolve("kafka-" + System.identityHashCode(this) + ".properties");
        kafka.writeClientOf(USER, "a-password", file);
        return file;
    }

    /** As docs/kafka-rights.md lists them, each with what the log says while it is missing. */
    private Map<String, List<AclBinding>> rights() {
        Topics topics = harness.topics;
        String group = topics.workerGroup();
        String changes = topics.prefix() + "clerk.changes.";
        return Map.of(
                topics.events() + ": allow",
                List.of(
                        GuardedKafka.right(USER, TOPIC, LITERAL, topics.events(), READ),
                        GuardedKafka.right(USER, TOPIC, LITERAL, topics.events(), DESCRIBE)),
                topics.deadLetters() + ": allow",
                List.of(
                        GuardedKafka.right(USER, TOPIC, LITERAL, topics.deadLetters(), WRITE),
                        GuardedKafka.right(USER, TOPIC, LITERAL, topics.deadLetters(), DESCRIBE)),
                changes,
                List.of(
                        GuardedKafka.right(USER, TOPIC, PREFIXED, changes, WRITE),
                        GuardedKafka.right(USER, TOPIC, PREFIXED, changes, DESCRIBE)),
                "",
                List.of(GuardedKafka.right(USER, TOPIC, PREFIXED, topics.prefix() + "clerk.", DESCRIBE_CONFIGS)),
                "consumer group " + group + ": allow READ",
                List.of(GuardedKafka.right(USER, GROUP, LITERAL, group, READ)),
                "transactional id " + group + "-worker-0-",
                List.of(
                        GuardedKafka.right(USER, TRANSACTIONAL_ID, PREFIXED, group, WRITE),
                        GuardedKafka.right(USER, TRANSACTIONAL_ID, PREFIXED, group, DESCRIBE)));
    }

    /** A user for each partition, and one record that only the dead letters take. */
    private void produceForEveryLoop() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            String id = "user_" + messages + "_" + partition;
            harness.produce(List.of(Events.user("msg_" + id, "created", id, 1, "n", List.of())), partition);
        }
        harness.produce(List.of(new Events.Event("msg_dead_" + messages++, "key", "{")), 3);
    }

    private List<LoopState> loops() {
        return worker.part(SyncLoops.class).states();
    }

    /** Every partition has a record more, each loop has partitions as Kafka says, and all is committed. */
    private void awaitEveryLoopToCommit() throws InterruptedException {
        harness.await("two members share the partitions", () -> shares().equals(Set.of(6)));
        produceForEveryLoop();
        harness.await("all is committed", () -> lag() == 0);
        harness.await(
                "the loops say of themselves what is so",
                () -> loops().stream().mapToInt(LoopState::assignedPartitions).sum() == PARTITIONS
                        && loops().stream().noneMatch(LoopState::isPaused)
                        && loops().stream().allMatch(loop -> loop.lagSeconds() == 0));
        assertThat(loops()).noneMatch(LoopState::hasEnded).noneMatch(LoopState::isStuck);
    }

    private Set<Integer> shares() {
        String group = harness.topics.workerGroup();
        try {
            var members = kafka.admin()
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .get(group)
                    .members();
            return members.size() == 2
                    ? members.stream()
                            .map(MemberDescription::assignment)
                            .map(assignment -> assignment.topicPartitions().size())
                            .collect(Collectors.toSet())
                    : Set.of();
        } catch (ExecutionException | TimeoutException away) {
            return Set.of();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private long lag() {
        return harness.lagOf(harness.topics.workerGroup());
    }

    /** A line a second at most, and none with a password. */
    static void assertShort(CapturedLog log, String what) {
        long seconds = log.seconds();
        assertThat(log.lines())
                .as("%s, within %d s", what, seconds)
                .hasSizeLessThanOrEqualTo((int) seconds + 1)
                .noneMatch(line ->
                        line.contains("a-password") || line.contains("test-password") || line.contains("batch of 0"));
    }

    @Test
    void everyRightThatIsTakenAwayAndGivenBackCostsAFewLinesAndNoRestart() throws Exception {
        assertThat(rights()).hasSize(6);
        for (Map.Entry<String, List<AclBinding>> right : rights().entrySet()) {
            try (CapturedLog log = new CapturedLog()) {
                kafka.forbid(right.getValue());
                produceForEveryLoop();
                if (right.getKey().isEmpty()) {
                    harness.await("the loops do not need it", () -> lag() == 0);
                } else {
                    harness.await(
                            right.getKey() + " is named",
                            () -> log.lines().stream().anyMatch(line -> line.contains(right.getKey())));
                    harness.await("it lasts", () -> log.seconds() >= SECONDS_AWAY);
                    assertThat(lag()).isPositive();
                }
                assertShort(log, right.getKey());
            }
            assertThat(loops()).noneMatch(LoopState::isStuck);
            kafka.allow(right.getValue());
            awaitEveryLoopToCommit();
        }
    }

    /** Kafka's client ends its heartbeat thread on this, says so in one poll, and would never join again by itself. */
    @Test
    void credentialsThatAreAwayForAWhileLeaveNoLoopBehind() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (CapturedLog log = new CapturedLog()) {
                kafka.takeAway(USER);
                if (round == 2) {
                    kafka.restart();
                }
                harness.await(
                        "the credentials are named",
                        () -> log.lines().stream()
                                .anyMatch(line -> line.contains("Kafka does not accept the credentials")));
                harness.await(
                        "no loop has partitions",
                        () -> loops().stream().allMatch(loop -> loop.assignedPartitions() == 0 && loop.isPaused()));
                harness.await("it lasts", () -> log.seconds() >= SECONDS_AWAY);
                assertShort(log, "credentials");
            }
            assertThat(loops()).noneMatch(LoopState::isStuck);
            kafka.give(USER, "a-password");
            awaitEveryLoopToCommit();
        }
    }
}
