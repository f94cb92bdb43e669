package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.proving.servers.OptionalProgram;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.prepare.schema.Migration;
import dev.rollcall.worker.prepare.schema.MigrationOptions;
import dev.rollcall.worker.prepare.schema.SchemaCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Behind a real PgBouncer, where it is installed: in transaction mode with two server connections for everyone, and for one
 * database in session mode.
 */
class PoolerIT {

    @TempDir
    static Path directory;

    private static TestDatabase database;
    private static String inSessions;
    private static ChildProcess bouncer;
    private static int port;

    @BeforeAll
    static void startBouncer() throws IOException, InterruptedException {
        Optional<Path> program = Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                OptionalProgram.isThere(program, "PgBouncer is not installed: apt-get install pgbouncer"));
        database = TestDatabase.create();
        inSessions = TestDatabase.freshName();
        database.server.createDatabase(inSessions);
        DatabaseUrl administrator = DatabaseUrl.parse(database.server.jdbcUrl(inSessions));
        port = FreePort.any();
        Path users = Files.writeString(
                directory.resolve("users.txt"), """
                "rollcall_sync" "test-password"
                "rollcall_tenant" "test-password"
                "rollcall_backend" "test-password"
                "%s" "%s"
                """.formatted(administrator.user(), administrator.password()));
        Path settings = Files.writeString(
                directory.resolve("pgbouncer.ini"), """
                [databases]
                %1$s = host=127.0.0.1 port=%2$d pool_mode=session pool_size=10
                * = host=127.0.0.1 port=%2$d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %3$d
                unix_socket_dir =
                auth_type = plain
                auth_file = %4$s
                pool_mode = transaction
                default_pool_size = 2
                ignore_startup_parameters = extra_float_digits
                """.formatted(inSessions, database.server.port(), port, users));
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to be root.
            for (Path path : List.of(directory, users, settings)) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(settings.toString());
        bouncer =
                ChildProcess.start(ChildCommand.of("pgbouncer", command, Map.of(), directory.resolve("pgbouncer.log")));
        bouncer.awaitUntil(() -> FreePort.answers(port), Duration.ofMinutes(2));
    }

    @AfterAll
    static void stopBouncer() {
        if (bouncer != null) {
            bouncer.kill();
            database.close();
        }
    }

    private static DatabaseUrl pooled(String role) {
        return DatabaseUrl.parse(
                "TEST",
                "postgresql://%s:test-password@127.0.0.1:%d/%s?pgbouncer=true".formatted(role, port, database.name));
    }

    @Test
    void theWorkerWorksThroughIt() throws Exception {
        try (HikariDataSource pool = ConnectionPool.open(pooled("rollcall_sync"), 4);
                WorkerHarness worker = new WorkerHarness(database.through(pool), SharedServers.kafka())) {
            worker.start("worker-0", 3);
            // More batches than it takes until the driver would prepare statements on the server.
            for (int round = 0; round < 12; round++) {
                List<Events.Event> events = new ArrayList<>();
                for (int user = 0; user < 24; user++) {
                    events.add(Events.user(
                            "m" + round + "_" + user, "updated", "user_" + user, round, "r" + round, List.of("a@x.y")));
                }
                worker.produce(events);
                worker.awaitDrained();
            }
            assertThat(database.rows("select count(*), min(first_name), max(first_name) from clerk.users"))
                    .containsExactly("24|r11|r11");
            assertThat(worker.failures).isEmpty();
        }
    }

    @Test
    void theTenantEndsWithItsTransaction() throws SQLException {
        try (HikariDataSource pool = ConnectionPool.open(pooled("rollcall_tenant"), 1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(one(statement, "select rollcall.set_tenant('org_1')")).isEqualTo("org_1");
            assertThat(one(statement, "select rollcall.current_organization_id()"))
                    .isEqualTo("org_1");
            connection.commit();
            for (int turn = 0; turn < 10; turn++) {
                assertThat(one(statement, "select rollcall.current_organization_id()"))
                        .isNull();
                connection.commit();
            }
            connection.setAutoCommit(true);
            assertThat(one(statement, "select rollcall.set_tenant('org_1')")).isEqualTo("org_1");
            assertThat(one(statement, "select rollcall.current_organization_id()"))
                    .as("in autocommit it ends with its own statement")
                    .isNull();
        }
    }

    @Test
    void aMigrationThroughItIsRefused() {
        Migration migration = new Migration(pooled("rollcall_owner"), Map.of(), MigrationOptions.TAKE_ROLES);
        assertThatThrownBy(migration::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pooler")
                .hasMessageContaining("direct");
    }

    /** As at Supabase's session pooler, the only address of a project that a network without IPv6 reaches. */
    @Test
    void aMigrationThroughSessionsOfItsOwnIsDone() throws SQLException {
        DatabaseUrl direct = DatabaseUrl.parse(database.server.jdbcUrl(inSessions));
        DatabaseUrl sessions = new DatabaseUrl(
                "127.0.0.1", port, inSessions, direct.user(), direct.password(), Map.of("sslmode", "disable"), false);
        Map<String, String> passwords = Map.of("rollcall_sync", "test-password", "rollcall_tenant", "test-password");
        assertThat(new Migration(sessions, passwords, MigrationOptions.TAKE_ROLES).run())
                .isPositive();
        assertThat(new Migration(sessions, passwords, MigrationOptions.TAKE_ROLES).run())
                .isZero();
        try (HikariDataSource pool = ConnectionPool.open(sessions.asRole("rollcall_sync", "test-password"), 1)) {
            SchemaCheck.require(pool);
        }
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
