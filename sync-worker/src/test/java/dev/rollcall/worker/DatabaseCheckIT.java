package dev.rollcall.worker;

import static dev.rollcall.worker.InstanceBindingIT.MINE;
import static dev.rollcall.worker.InstanceBindingIT.THEIRS;
import static dev.rollcall.worker.InstanceBindingIT.now;
import static dev.rollcall.worker.InstanceBindingIT.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.model.failure.FailureKind;
import dev.rollcall.proving.proxy.FaultProxy;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.copy.store.CheckedDatabase;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import dev.rollcall.worker.operate.erase.DueErasure;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.prepare.database.WrongDatabaseException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A check that could not be made is not passed, and one that was passed is made again. */
class DatabaseCheckIT {

    private static DatabaseUrl at(TestDatabase database, int port, String user) {
        return DatabaseUrl.parse("postgresql://%s:test-password@127.0.0.1:%d/%s".formatted(user, port, database.name));
    }

    private static DatabaseUrl asAdministrator(TestDatabase database, int port) {
        DatabaseUrl administrator = DatabaseUrl.parse("TEST", database.server.jdbcUrl(database.name));
        return at(database, port, "postgres").as(administrator.user(), administrator.password());
    }

    private static void assertNothingWasApplied(WorkerHarness worker) {
        assertThat(worker.database.count("clerk.users")).isZero();
        assertThat(worker.database.count("rollcall.progress")).isZero();
        assertThat(worker.database.count("rollcall.dead_letters")).isZero();
        assertThat(worker.database.rows("select bound_by from rollcall.instance where bound_by like 'msg%'"))
                .isEmpty();
    }

    /** H2: the port is closed when the worker starts and leads to the wrong login afterwards. */
    @Test
    void aDatabaseThatComesLateIsCheckedBeforeTheFirstBatch() throws Exception {
        int port = FreePort.any();
        try (WorkerHarness worker = new WorkerHarness();
                HikariDataSource late = ConnectionPool.open(asAdministrator(worker.database, port), 2)) {
            worker.unbind();
            worker.configuredInstance = MINE;
            worker.databaseOfLoops = late;
            worker.produce(List.of(user("user_foreign", THEIRS, now()), user("user_mine", MINE, now())));
            worker.start();
            worker.await("it waits", () -> !worker.failures.isEmpty());
            assertThat(worker.failures).allMatch(failure -> failure.kind() == FailureKind.TRANSIENT);
            assertThat(worker.ended).isEmpty();
            try (FaultProxy opened = FaultProxy.start(port, worker.database.server.port())) {
                worker.await("it ends", () -> !worker.ended.isEmpty());
                assertThat(worker.ended)
                        .hasSize(1)
                        .allMatch(line -> line.contains("a superuser") && line.contains("connect as rollcall_sync"));
                assertNothingWasApplied(worker);
                assertThat(worker.database.count("rollcall.instance")).isZero();
                assertThat(opened.accepted()).isPositive();
            }
        }
    }

    @Test
    void aDatabaseThatComesLateAndIsAnotherInstancesIsNotWrittenTo() throws Exception {
        int port = FreePort.any();
        try (WorkerHarness worker = new WorkerHarness();
                HikariDataSource late = ConnectionPool.open(at(worker.database, port, "rollcall_sync"), 2)) {
            worker.bindTo(THEIRS);
            worker.configuredInstance = MINE;
            worker.databaseOfLoops = late;
            worker.produce(List.of(user("user_foreign", THEIRS, now()), user("user_mine", MINE, now())));
            worker.start();
            worker.await("it waits", () -> !worker.failures.isEmpty());
            try (FaultProxy opened = FaultProxy.start(port, worker.database.server.port())) {
                worker.await("it ends", () -> !worker.ended.isEmpty());
                assertThat(worker.ended).hasSize(1).allMatch(line -> line.contains("CLERK_INSTANCE_ID is " + MINE));
                assertNothingWasApplied(worker);
                assertThat(opened.accepted()).isPositive();
            }
        }
    }

    @Test
    void aDatabaseThatComesLateAndIsRightIsWaitedFor() throws Exception {
        int port = FreePort.any();
        try (WorkerHarness worker = new WorkerHarness();
                HikariDataSource late = ConnectionPool.open(at(worker.database, port, "rollcall_sync"), 2)) {
            worker.unbind();
            worker.configuredInstance = MINE;
            worker.databaseOfLoops = late;
            worker.produce(List.of(user("user_foreign", THEIRS, now()), user("user_mine", MINE, now())));
            worker.start();
            worker.await("it waits", () -> !worker.failures.isEmpty());
            try (FaultProxy opened = FaultProxy.start(port, worker.database.server.port())) {
                worker.awaitDrained();
                assertThat(worker.database.rows("select id from clerk.users")).containsExactly("user_mine");
                assertThat(worker.ended).isEmpty();
                assertThat(opened.accepted()).isPositive();
            }
        }
    }

    /** The connections stay: only the batch's own statement can see it. */
    @Test
    void aLoginThatMayBypassRowSecurityWritesNothingUntilItMayNot() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.bindTo(MINE);
            worker.start();
            worker.produce(List.of(user("user_before", MINE, now())));
            worker.awaitDrained();
            try {
                worker.database.execute("alter role rollcall_sync bypassrls");
                for (int partition = 0; partition < 12; partition++) {
                    worker.produce(List.of(user("user_during" + partition, MINE, now())), partition);
                }
                // Through the halves of the batch and the judgement of single records.
                worker.await("it is refused again and again", () -> worker.failures.size() > 20);
                assertThat(worker.failures).anyMatch(failure -> failure.kind() == FailureKind.UNKNOWN);
                assertThat(worker.database.rows("select id from clerk.users")).containsExactly("user_before");
                assertThat(worker.database.count("rollcall.dead_letters")).isZero();
                assertThat(worker.ended).as("it mends without a restart").isEmpty();
            } finally {
                worker.database.execute("alter role rollcall_sync nobypassrls");
            }
            worker.awaitDrained();
            assertThat(worker.database.count("clerk.users")).isEqualTo(13);
            assertThat(worker.database.count("rollcall.dead_letters")).isZero();
            worker.assertFeedIsExact();
        }
    }

    @Test
    void aDatabaseThatBecomesAnotherInstancesIsNotWrittenToUntilItIsRightAgain() throws Exception {
        try (WorkerHarness worker = new WorkerHarness()) {
            worker.bindTo(MINE);
            worker.configuredInstance = MINE;
            worker.start();
            worker.produce(List.of(user("user_before", MINE, now())));
            worker.awaitDrained();
            worker.bindTo(THEIRS);
            worker.produce(List.of(user("user_mine", MINE, now()), user("user_theirs", THEIRS, now())));
            worker.await("it is refused", () -> worker.failures.size() > 5);
            assertThat(worker.database.rows("select id from clerk.users")).containsExactly("user_before");
            assertThat(worker.database.count("rollcall.dead_letters")).isZero();
            assertThat(worker.ended).isEmpty();
            worker.bindTo(MINE);
            worker.awaitDrained();
            assertThat(worker.database.rows("select id from clerk.users order by 1"))
                    .containsExactly("user_before", "user_mine");
        }
    }

    /** After an outage another server may answer: here one whose schema is gone for a while. */
    @Test
    void afterAnOutageTheWholeCheckIsMadeAgain() throws Exception {
        try (WorkerHarness worker = new WorkerHarness();
                FaultProxy proxy = FaultProxy.start(0, worker.database.server.port());
                HikariDataSource pool = ConnectionPool.open(at(worker.database, proxy.port(), "rollcall_sync"), 2)) {
            worker.bindTo(MINE);
            worker.databaseOfLoops = pool;
            worker.start();
            worker.produce(List.of(user("user_before", MINE, now())));
            worker.awaitDrained();
            worker.database.execute("alter table clerk.roles no force row level security");
            proxy.resetAll();
            worker.produce(List.of(user("user_during", MINE, now())));
            worker.await(
                    "it is refused",
                    () -> worker.failures.stream().anyMatch(failure -> failure.kind() == FailureKind.UNKNOWN));
            assertThat(worker.database.rows("select id from clerk.users")).containsExactly("user_before");
            worker.database.execute("alter table clerk.roles force row level security");
            worker.awaitDrained();
            assertThat(worker.database.count("clerk.users")).isEqualTo(2);
            assertThat(worker.ended).isEmpty();
        }
    }

    @Test
    void onlyAnOutageCountsAsAway() {
        try (TestDatabase database = TestDatabase.create();
                HikariDataSource closed = ConnectionPool.open(at(database, FreePort.any(), "rollcall_sync"), 1);
                HikariDataSource refused =
                        ConnectionPool.open(database.urlOf("rollcall_sync").as("rollcall_sync", "wrong"), 1);
                HikariDataSource missing = ConnectionPool.open(
                        DatabaseUrl.parse(
                                database.urlOf("rollcall_sync").url().replace(database.name, "no_such_database")),
                        1)) {
            assertThatThrownBy(() -> new DatabaseCheck(closed, null, line -> {}).require())
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> new DatabaseCheck(missing, null, line -> {}).require())
                    .isInstanceOf(WrongDatabaseException.class)
                    .hasMessageContaining("3D000");
            String trusting = database.server.jdbcUrl(database.name);
            assertThatThrownBy(() -> new DatabaseCheck(refused, null, line -> {}).require())
                    .as("%s", trusting)
                    .isInstanceOf(WrongDatabaseException.class)
                    .hasMessageContaining("28P01");
        }
    }

    /** What writes beside the loops passes the same check, and the first to find it wrong ends the process. */
    @Test
    void dueErasureDoesNotRunOnADatabaseThatIsNotChecked() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                HikariDataSource administrator =
                        ConnectionPool.open(asAdministrator(database, database.server.port()), 1)) {
            List<String> ended = new ArrayList<>();
            DatabaseCheck check = new DatabaseCheck(administrator, null, ended::add);
            DueErasure erasure = new DueErasure(new CheckedDatabase(administrator, check), Duration.ZERO);
            assertThatThrownBy(erasure::eraseAll)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("a superuser");
            erasure.run();
            assertThat(ended).hasSize(1);

            DatabaseCheck right = new DatabaseCheck(database.pool, null, ended::add);
            assertThat(new DueErasure(new CheckedDatabase(database.pool, right), Duration.ZERO).eraseAll())
                    .isZero();
        }
    }

    /** Kubernetes starts the new workers beside the migration: the ordinary course of an upgrade. */
    @Test
    void aWorkerBeforeItsMigrationIsRefusedAndOneBehindANewerIsNot() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            DatabaseCheck check = new DatabaseCheck(database.pool, null, line -> {});
            check.require();
            database.execute("insert into rollcall.flyway_schema_history (installed_rank, version, description, type,"
                    + " script, installed_by, execution_time, success)"
                    + " values (999, '999', 'next release', 'SQL', 'V999__next.sql', 'test', 1, true)");
            check.forget();
            check.require();
            database.execute("delete from rollcall.flyway_schema_history where version in"
                    + " ('999', (select max(version::integer)::text from rollcall.flyway_schema_history"
                    + " where version <> '999'))");
            check.forget();
            assertThatThrownBy(check::require)
                    .isInstanceOf(WrongDatabaseException.class)
                    .hasMessageMatching("the database's schema is of an earlier release \\(version \\d+, and this"
                            + " release needs \\d+\\); run the command \"migrate\" of this release first");
        }
    }
}
