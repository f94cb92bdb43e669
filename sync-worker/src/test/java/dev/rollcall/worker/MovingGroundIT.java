package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.worker.Model.Fact;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P4 and P6 while servers, workers, the database's past or the topic itself change under the loop. */
class MovingGroundIT {

    private static final List<String> TABLES = List.of(
            "clerk.users",
            "clerk.user_email_addresses",
            "clerk.organizations",
            "clerk.organization_memberships",
            "rollcall.progress");

    private static void produce(WorkerHarness worker, List<Fact> facts) {
        worker.produce(facts.stream().map(Model::event).toList());
    }

    /** A marker for each partition, so that every one has a next batch. */
    private static List<Fact> toEveryPartition(WorkerHarness worker, String prefix) {
        List<Fact> markers = new ArrayList<>();
        for (int partition = 0; partition < 12; partition++) {
            Fact marker = new Fact.UserState(prefix + partition, "user_" + prefix + partition, 1, prefix);
            worker.produce(List.of(Model.event(marker)), partition);
            markers.add(marker);
        }
        return markers;
    }

    private static void assertExact(WorkerHarness worker, List<Fact> facts, boolean once) {
        assertThat(Model.actual(worker.database)).isEqualTo(Model.expected(facts));
        worker.assertFeedIsExact(once);
        assertThat(worker.database.count("rollcall.dead_letters")).isZero();
    }

    @Test
    void aDatabaseRestoredToAnOlderStateIsCaughtUpWhileRunning() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Fact> facts = new ArrayList<>(CrashBetweenStepsIT.history(new Random(1)));
            worker.start();
            produce(worker, facts.subList(0, 100));
            worker.awaitDrained();
            worker.database.execute("create schema backup");
            TABLES.forEach(table -> worker.database.execute(
                    "create table backup." + table.substring(table.indexOf('.') + 1) + " as table " + table));
            produce(worker, facts.subList(100, 200));
            worker.awaitDrained();
            StringBuilder restore = new StringBuilder("begin; truncate " + String.join(", ", TABLES) + ";");
            TABLES.forEach(table -> restore.append(
                    "insert into " + table + (table.endsWith("progress") ? " overriding system value" : "")
                            + " select * from backup." + table.substring(table.indexOf('.') + 1) + ";"));
            worker.database.execute(restore + "commit");
            facts.addAll(toEveryPartition(worker, "after"));
            worker.awaitDrained();
            assertExact(worker, facts, false);
        }
    }

    @Test
    void anEmptiedDatabaseIsFilledAgainFromTheStartOfTheLog() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Fact> facts = new ArrayList<>(CrashBetweenStepsIT.history(new Random(2)));
            worker.start();
            produce(worker, facts);
            worker.awaitDrained();
            worker.database.clear();
            worker.bindTo(Events.INSTANCE);
            facts.addAll(toEveryPartition(worker, "after"));
            worker.awaitDrained();
            assertExact(worker, facts, false);
        }
    }

    /** As docs/feed.md says of lost offsets: the last batch of each partition, and nothing before it. */
    @Test
    void withoutTheGroupsOffsetsOnlyTheLastBatchOfEachPartitionIsAnnouncedAgain() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            SyncLoops loops = worker.start("worker-0", 1);
            for (int round = 1; round <= 3; round++) {
                for (int partition = 0; partition < 12; partition++) {
                    String id = "user_" + round + "x" + partition;
                    worker.produce(
                            List.of(Events.user("m" + id, "created", id, 1, "Round " + round, List.of("a@x.y"))),
                            partition);
                }
                worker.awaitDrained();
            }
            List<String> before = announcedUsers(worker);
            assertThat(before).hasSize(36).doesNotHaveDuplicates();
            loops.stop();
            worker.await("nobody in the group", () -> offsetsAreForgotten(worker));
            worker.start("worker-0", 1);
            worker.awaitDrained();
            List<String> after = announcedUsers(worker);
            assertThat(after).containsAll(before);
            List<String> again = new ArrayList<>(after);
            before.forEach(again::remove);
            assertThat(again)
                    .containsExactlyInAnyOrderElementsOf(before.stream()
                            .filter(announced -> announced.startsWith("user_3x"))
                            .toList());
        }
    }

    private static List<String> announcedUsers(WorkerHarness worker) {
        return worker.read(worker.topics.changes(Resource.USER)).stream()
                .map(record ->
                        WorkerHarness.header(record, "ce_id") + " " + WorkerHarness.header(record, "ce_revision"))
                .toList();
    }

    private static boolean offsetsAreForgotten(WorkerHarness worker) {
        try {
            worker.admin
                    .deleteConsumerGroups(List.of(worker.topics.prefix() + "sync"))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.ExecutionException notEmptyYet) {
            return false;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aTopicThatIsMadeAgainIsReadFromItsStart() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Fact> facts = new ArrayList<>(CrashBetweenStepsIT.history(new Random(3)));
            SyncLoops loops = worker.start();
            produce(worker, facts.subList(0, 150));
            worker.awaitDrained();
            worker.admin.deleteTopics(List.of(worker.topics.events())).all().get(30, TimeUnit.SECONDS);
            worker.await("the topic to be gone", () -> !exists(worker));
            worker.await("the topic to be made again", () -> made(worker));
            produce(worker, facts.subList(150, 200));
            worker.awaitDrained();
            assertThat(loops.states()).noneMatch(state -> state.hasEnded());
            assertExact(worker, facts, true);
            assertThat(appliedUpTo(worker))
                    .as("what docs/outages/kafka-lost.md asks is of this topic, not of the one before")
                    .isEqualTo(
                            worker.database.rows(
                                    "select min(updated_at) from rollcall.progress where updated_at > now() - interval '1 day'"));
        }
    }

    /** As the page prints it, long after the first topic. */
    private static List<String> appliedUpTo(WorkerHarness worker) throws IOException {
        worker.database.execute("update rollcall.progress set updated_at = now() - interval '1 year' where topic_id <>"
                + " (select topic_id from rollcall.progress order by updated_at desc limit 1)");
        Matcher printed = Pattern.compile("query \"(select .*)\"\n")
                .matcher(Files.readString(Path.of("../docs/outages/kafka-lost.md")));
        assertThat(printed.find()).isTrue();
        return worker.database.rows("select applied_up_to from (" + printed.group(1) + ") page");
    }

    private static boolean exists(WorkerHarness worker) {
        try {
            return worker.admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(worker.topics.events());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Deletion goes on for a moment after the topic is no longer listed. */
    private static boolean made(WorkerHarness worker) {
        try {
            TopicDeclaration.declare(worker.admin, worker.topics.all(), (short) 1);
            return exists(worker);
        } catch (RuntimeException stillThere) {
            return false;
        }
    }

    @Test
    void workersThatComeAndGoShareThePartitionsWithoutLossOrRepetition() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Fact> facts = CrashBetweenStepsIT.history(new Random(4));
            worker.start("worker-0", 1);
            produce(worker, facts.subList(0, 60));
            SyncLoops second = worker.start("worker-1", 1);
            produce(worker, facts.subList(60, 120));
            worker.await(
                    "both to have partitions", () -> second.states().getFirst().assignedPartitions() > 0);
            produce(worker, facts.subList(120, 160));
            second.stop();
            worker.start("worker-1", 1);
            produce(worker, facts.subList(160, 200));
            worker.awaitDrained();
            assertExact(worker, facts, true);
        }
    }

    @Test
    void aRebalanceWhileABatchWaitsToBeRetriedLosesNothing() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.database.execute("alter table rollcall.control_write rename to control_write_away");
            worker.database.execute("alter table clerk.users rename to users_away");
            List<Fact> facts = CrashBetweenStepsIT.history(new Random(5));
            produce(worker, facts);
            worker.start("worker-0", 1);
            worker.await("a batch that waits", () -> worker.failures.size() > 2);
            SyncLoops second = worker.start("worker-1", 1);
            worker.await("the rebalance", () -> second.states().getFirst().assignedPartitions() > 0);
            worker.database.execute("alter table clerk.users_away rename to users");
            worker.database.execute("alter table rollcall.control_write_away rename to control_write");
            worker.awaitDrained();
            assertExact(worker, facts, true);
        }
    }

    /** Who has run for more than a minute takes its place back, and goes on. */
    @Test
    void ofTwoWorkersWithOneIdentityTheNewerStopsNamingIt() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            SyncLoops older = worker.start("same", 1);
            worker.await("the older to join", () -> older.states().getFirst().assignedPartitions() > 0);
            worker.aheadNanos.set(Duration.ofSeconds(61).toNanos());
            SyncLoops newer = worker.start("same", 1);
            worker.await("one to stop", () -> !worker.ended.isEmpty());
            assertThat(worker.ended)
                    .hasSize(1)
                    .allMatch(line -> line.contains("\"same\"") && line.contains("ROLLCALL_WORKER_INSTANCE"));
            worker.await("its loop to end", () -> newer.states().getFirst().hasEnded());
            List<Fact> facts = CrashBetweenStepsIT.history(new Random(6));
            produce(worker, facts);
            worker.awaitDrained();
            assertExact(worker, facts, true);
            assertThat(worker.ended).as("the older goes on").hasSize(1);
            assertThat(older.states().getFirst().hasEnded()).isFalse();
        }
    }

    @Test
    void aWorkerPausedBetweenApplyAndAnnounceDoesNotLetAnotherOvertakeIt() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            AtomicBoolean first = new AtomicBoolean(true);
            AtomicBoolean overtaken = new AtomicBoolean();
            worker.onStep(step -> {
                if (step == BatchStep.ANNOUNCING && first.getAndSet(false)) {
                    // Until the other waits for this one's rows; or, if nothing holds it, has announced and committed.
                    while (!overtaken.get() && waitingForALock(worker.database).equals("0")) {
                        Thread.onSpinWait();
                    }
                } else if (step == BatchStep.KAFKA_COMMITTED) {
                    overtaken.set(true);
                }
            });
            Fact membership = new Fact.MembershipState("m1", "orgmem_1", "org_1", "user_1", 10, "member");
            Fact update = new Fact.MembershipState("m2", "orgmem_1", "org_1", "user_1", 20, "admin");
            Fact delete = new Fact.Delete("m3", "organization", "org_1", 30);
            SyncLoops loops = worker.start("worker-0", 2);
            worker.await(
                    "each has its partitions",
                    () -> loops.states().stream().allMatch(state -> state.assignedPartitions() == 6));
            worker.produce(List.of(Model.event(membership)), 0);
            // Otherwise the second might be first, and nothing is left to announce of the one that is paused.
            worker.await("the first has applied and not announced", () -> !first.get());
            worker.produce(List.of(Model.event(update), Model.event(delete)), 11);
            worker.awaitDrained();
            assertExact(worker, List.of(membership, update, delete), true);
        }
    }

    private static String waitingForALock(TestDatabase database) {
        return database.rows(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .getFirst();
    }

    @Test
    void aCommitWhoseAnswerIsCutOffIsAskedForAgain() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            AtomicBoolean armed = new AtomicBoolean(true);
            worker.onStep(step -> {
                if (step == BatchStep.OFFSETS_ADDED && armed.getAndSet(false)) {
                    worker.kafka.pause();
                    CompletableFuture.delayedExecutor(7, TimeUnit.SECONDS).execute(worker.kafka::resume);
                }
            });
            List<Fact> facts = CrashBetweenStepsIT.history(new Random(6));
            produce(worker, facts);
            worker.start("worker-0", 1);
            worker.awaitDrained();
            assertExact(worker, facts, true);
        }
    }

    @Test
    void postgresKilledAndStartedAgainIsWaitedOut(@TempDir Path directory) throws Exception {
        PostgresServer postgres = PostgresServer.start(directory.resolve("data"), 0);
        try {
            TestDatabase database = TestDatabase.createOn(postgres);
            try (WorkerHarness worker = new WorkerHarness(database, SharedServers.kafka())) {
                List<Fact> facts = CrashBetweenStepsIT.history(new Random(8));
                worker.start();
                produce(worker, facts.subList(0, 100));
                postgres.kill();
                produce(worker, facts.subList(100, 200));
                worker.await("failures", () -> worker.failures.size() > 1);
                int port = postgres.port();
                postgres = PostgresServer.start(directory.resolve("data"), port);
                worker.awaitDrained();
                assertExact(worker, facts, true);
            }
        } finally {
            postgres.kill();
        }
    }

    @Test
    void kafkaKilledAndStartedAgainIsWaitedOut(@TempDir Path directory) throws Exception {
        KafkaServer kafka = KafkaServer.start(directory.resolve("data"), 0);
        try (WorkerHarness worker = new WorkerHarness(TestDatabase.create(), kafka)) {
            List<Fact> facts = CrashBetweenStepsIT.history(new Random(9));
            produce(worker, facts.subList(0, 100));
            worker.start();
            worker.await("a first batch", () -> worker.database.count("clerk.users") > 0);
            int port = kafka.port();
            kafka.kill();
            kafka = KafkaServer.start(directory.resolve("data"), port);
            produce(worker, facts.subList(100, 200));
            worker.awaitDrained();
            assertExact(worker, facts, true);
        } finally {
            kafka.kill();
        }
    }
}
