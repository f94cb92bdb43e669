package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.ServerSetting;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.Model.Fact;
import dev.rollcall.worker.copy.consume.SyncLoops;
import dev.rollcall.worker.copy.reject.DeadLetters;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.copy.store.PostgresStore;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.doctor.DatabaseExamination;
import dev.rollcall.worker.operate.replay.LogReplay;
import dev.rollcall.worker.operate.replay.Pace;
import dev.rollcall.worker.operate.replay.Window;
import dev.rollcall.worker.operate.restore.RestoreWatch;
import dev.rollcall.worker.operate.restore.SchemaStamps;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the runbooks of docs/runbooks/ for whole outages say, as far as it can be walked through by a program. */
class WorstDayIT {

    private static final List<String> TABLES = List.of(
            "clerk.users",
            "clerk.user_email_addresses",
            "clerk.organizations",
            "clerk.organization_memberships",
            "rollcall.progress");

    /** Nothing comes after the restore: the heartbeat may be off, and Clerk silent. */
    @Test
    void aRestoredDatabaseIsNoticedOnQuietPartitionsToo() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Fact> facts = new ArrayList<>(CrashBetweenStepsIT.history(new Random(3)));
            worker.start();
            worker.produce(facts.subList(0, 100).stream().map(Model::event).toList());
            worker.awaitDrained();
            backUp(worker.database);
            worker.produce(facts.subList(100, 200).stream().map(Model::event).toList());
            worker.awaitDrained();
            restore(worker, false);
            worker.await(
                    "what the restore took is back",
                    () -> Model.actual(worker.database).equals(Model.expected(facts)));
        }
    }

    /**
     * Its loop is never idle, and what comes of the busy partition tells of that one alone, where a batch of it has failed in
     * the restore and its position was found anew.
     *
     * @param slow whether the restore keeps its locks until a batch has failed on them
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRestoredDatabaseIsNoticedOnAQuietPartitionBesideABusyOne(boolean slow) throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.start("worker-0", 1);
            worker.produce(List.of(Events.user("q", "created", "user_quiet", 1, "Eve", List.of())), 0);
            worker.produce(List.of(Events.user("b", "created", "user_busy", 1, "Eve", List.of())), 1);
            worker.awaitDrained();
            backUp(worker.database);
            worker.produce(List.of(Events.user("q2", "updated", "user_quiet", 2, "Ada", List.of())), 0);
            AtomicLong version = new AtomicLong(1);
            AtomicBoolean over = new AtomicBoolean();
            Thread busy = Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    long next = version.incrementAndGet();
                    worker.produce(List.of(Events.user("b" + next, "updated", "user_busy", next, "Bob", List.of())), 1);
                }
            });
            try {
                worker.await("both are applied", () -> names(worker.database).equals(List.of("Bob", "Ada")));
                restore(worker, slow);
                worker.await("both are back", () -> names(worker.database).equals(List.of("Bob", "Ada")));
            } finally {
                over.set(true);
                busy.join();
            }
        }
    }

    private static List<String> names(TestDatabase database) {
        return database.rows("select first_name from clerk.users order by id");
    }

    private static void backUp(TestDatabase database) {
        database.execute("create schema backup");
        TABLES.forEach(table -> database.execute(
                "create table backup." + table.substring(table.indexOf('.') + 1) + " as table " + table));
    }

    private static void restore(WorkerHarness worker, boolean slow) throws Exception {
        // A batch begins with a row of it: none is under way then that holds one of the others and waits for this.
        StringBuilder restore =
                new StringBuilder("begin; lock table rollcall.progress; truncate " + String.join(", ", TABLES) + ";");
        TABLES.forEach(table ->
                restore.append("insert into " + table + (table.endsWith("progress") ? " overriding system value" : "")
                        + " select * from backup." + table.substring(table.indexOf('.') + 1) + ";"));
        try (Connection connection = worker.database.administrator();
                Statement statement = connection.createStatement()) {
            statement.execute(restore.toString());
            if (slow) {
                worker.await("a batch fails on a lock", () -> !worker.failures.isEmpty());
            }
            statement.execute("commit");
        }
    }

    @Test
    void anEmptiedDatabaseIsNoticedWithoutANewRecord() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Fact> facts = new ArrayList<>(CrashBetweenStepsIT.history(new Random(4)));
            worker.start();
            worker.produce(facts.stream().map(Model::event).toList());
            worker.awaitDrained();
            worker.database.clear();
            worker.bindTo(Events.INSTANCE);
            worker.await(
                    "it is filled from the log",
                    () -> Model.actual(worker.database).equals(Model.expected(facts)));
        }
    }

    /** Positions say that everything was applied, so no worker reads again: only the stamps tell. */
    @Test
    void clerkRestoredAloneIsNoticedAndAReplaySinceItsStampBringsAllBack() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            List<Fact> facts = new ArrayList<>(CrashBetweenStepsIT.history(new Random(5)));
            RestoreWatch watch = new RestoreWatch(worker.database.pool);
            worker.start();
            worker.produce(facts.subList(0, 100).stream().map(Model::event).toList());
            worker.awaitDrained();
            assertThat(watch.look().clerkIsOlder()).isFalse();
            List<String> clerk = worker.database.rows("select 'clerk.' || relname from pg_class"
                    + " where relnamespace = 'clerk'::regnamespace and relkind = 'r' order by 1");
            worker.database.execute(
                    "create schema backup; create table backup.restore_stamp as table clerk.restore_stamp");
            clerk.forEach(table -> worker.database.execute(
                    "create table backup." + table.substring(table.indexOf('.') + 1) + " as table " + table));
            worker.produce(
                    facts.subList(100, facts.size()).stream().map(Model::event).toList());
            worker.awaitDrained();
            long stamped = watch.look().ofRollcall();
            assertThat(stamped).isPositive();
            assertThat(doctor(worker.database)).contains("OK neither schema was restored without the other");

            StringBuilder restore = new StringBuilder("begin; truncate " + String.join(", ", clerk)
                    + "; select setval('clerk.restore_stamp', last_value) from backup.restore_stamp;");
            clerk.forEach(table -> restore.append(
                    "insert into " + table + " select * from backup." + table.substring(table.indexOf('.') + 1) + ";"));
            worker.database.execute(restore + "commit");
            assertThat(watch.look()).isEqualTo(watch.look()).satisfies(stamps -> {
                assertThat(stamps.clerkIsOlder()).isTrue();
                assertThat(stamps.ofClerk()).isEqualTo(stamped);
            });
            assertThat(Model.actual(worker.database))
                    .as("nothing came back of itself")
                    .isNotEqualTo(Model.expected(facts));
            Instant of = Instant.ofEpochMilli(stamped).truncatedTo(ChronoUnit.MINUTES);
            Instant since = of.minus(Duration.ofHours(1));
            assertThat(doctor(worker.database))
                    .anySatisfy(finding -> assertThat(finding)
                            .startsWith("FAIL schema clerk was restored alone: it is of " + of)
                            .contains("run: replay --from " + since, "postgresql-restored.md"));

            replay(worker, Instant.now());
            assertThat(watch.look().clerkIsOlder())
                    .as("a replay of less than what is missing ends nothing")
                    .isTrue();
            assertThat(replay(worker, since))
                    .last(InstanceOfAssertFactories.STRING)
                    .startsWith("Schema clerk had been restored alone");
            assertThat(Model.actual(worker.database)).isEqualTo(Model.expected(facts));
            assertThat(watch.look().clerkIsOlder()).isFalse();
            assertThat(doctor(worker.database)).contains("OK neither schema was restored without the other");
        }
    }

    /** The workers read again from the older positions; nothing is to be done. */
    @Test
    void rollcallRestoredAloneIsToldFromClerkAndChangesNoRow() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            RestoreWatch watch = new RestoreWatch(worker.database.pool);
            watch.look();
            worker.database.execute("update rollcall.restore_stamp set stamp = stamp - 7 * 3600 * 1000");
            assertThat(doctor(worker.database)).contains("OK neither schema was restored without the other");
            assertThat(watch.look()).matches(SchemaStamps::rollcallIsOlder).matches(stamps -> !stamps.clerkIsOlder());
            assertThat(watch.look()).as("and it is stamped anew").matches(stamps -> !stamps.rollcallIsOlder());
        }
    }

    private static List<String> doctor(TestDatabase database) throws SQLException {
        return new DatabaseExamination(database.pool, database.urlOf("rollcall_sync"), Clock.systemUTC())
                .run().stream()
                        .map(finding -> finding.level() + " " + finding.what() + " " + finding.advice())
                        .map(String::strip)
                        .toList();
    }

    private static List<String> replay(WorkerHarness worker, Instant from) throws Exception {
        List<String> said = new ArrayList<>();
        new LogReplay(
                        worker.database.pool,
                        TestClients.of(worker.kafka.bootstrapServers()),
                        worker.topics,
                        worker.topics.prefix() + "sync",
                        Duration.ofMinutes(5),
                        Clock.systemUTC())
                .run(new Window(from, null), Pace.of(100_000), Actor.ofToken("test"), said::add);
        return said;
    }

    private static ConsumerGroupDescription group(WorkerHarness harness) throws Exception {
        return harness.admin
                .describeConsumerGroups(List.of(harness.topics.workerGroup()))
                .all()
                .get(20, TimeUnit.SECONDS)
                .get(harness.topics.workerGroup());
    }

    /** @return how many members the group has as soon as the loops have stopped: before Kafka could give up on them */
    private static int membersAfterAStop(WorkerHarness harness, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--rollcall.clerk-instance-id=" + Events.INSTANCE);
        try (RunningWorker worker = new RunningWorker(harness, 0, all.toArray(String[]::new))) {
            SyncLoops loops = worker.part(SyncLoops.class);
            harness.await(
                    "every loop is a member",
                    () -> loops.states().stream().allMatch(loop -> loop.assignedPartitions() > 0));
            loops.stop();
            return group(harness).members().size();
        }
    }

    @Test
    void aStoppedWorkerKeepsItsPlaceUnlessItIsToLeave() throws Exception {
        try (WorkerHarness harness = new WorkerHarness()) {
            assertThat(membersAfterAStop(harness)).isPositive();
            assertThat(membersAfterAStop(harness, "--rollcall.worker.leave-on-stop=true"))
                    .isZero();
        }
    }

    /** Two servers of one address list; the one that took writes is demoted while it is connected to. */
    @Test
    void writesFollowThePrimaryWhenTheOldOneStaysAsAStandby(@TempDir Path directory) throws Exception {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        TestDatabase database;
        try (PostgresServer original = PostgresServer.start(first, 0)) {
            database = TestDatabase.createOn(original);
            database.close();
        }
        copy(first, second);
        try (PostgresServer one = PostgresServer.start(first, 0);
                PostgresServer two = PostgresServer.start(second, 0)) {
            readOnly(two, true);
            DatabaseUrl url = DatabaseUrl.parse(
                    "TEST",
                    "postgresql://rollcall_sync:test-password@127.0.0.1:%d,127.0.0.1:%d/%s"
                            .formatted(two.port(), one.port(), database.name));
            try (HikariDataSource pool = ConnectionPool.open(url, 2)) {
                DatabaseCheck check = new DatabaseCheck(pool, null, line -> {});
                PostgresStore store = new PostgresStore(
                        pool, check, new DeadLetters(new Topics(""), Clock.systemUTC()), Clock.systemUTC());
                check.require();
                assertThat(store.controlWriteSucceeds()).isTrue();
                assertThat(writes(one, database.name)).isEqualTo(1);
                readOnly(one, true);
                readOnly(two, false);
                long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
                boolean written = false;
                while (!written && System.nanoTime() < patience) {
                    written = store.controlWriteSucceeds();
                }
                assertThat(written).isTrue();
                assertThat(writes(two, database.name)).isEqualTo(1);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void readOnly(PostgresServer server, boolean on) throws SQLException {
        ServerSetting.set(server, Map.of("default_transaction_read_only", on ? "on" : "off"));
    }

    private static int writes(PostgresServer server, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(name));
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from rollcall.control_write")) {
            row.next();
            return row.getInt(1);
        }
    }
}
