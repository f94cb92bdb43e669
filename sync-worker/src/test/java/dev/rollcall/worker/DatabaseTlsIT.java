package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.proving.servers.ServerSetting;
import dev.rollcall.startup.ForOperator;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.prepare.database.CertificateRefusal;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A PostgreSQL with TLS, whose certificate is for localhost: taken from there with its authority, and not otherwise. */
class DatabaseTlsIT {

    private static final String HOST = "localhost";

    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static TestDatabase database;
    private static TestCertificates ours;
    private static TestCertificates others;

    @BeforeAll
    static void start() throws Exception {
        ours = new TestCertificates(directory, "ours");
        ours.issue("server", HOST);
        others = new TestCertificates(directory, "others");
        server = PostgresServer.start(directory.resolve("postgres"), 0);
        database = TestDatabase.createOn(server);
        ServerSetting.set(
                server,
                Map.of(
                        "ssl_cert_file",
                        ours.certificate("server").toString(),
                        "ssl_key_file",
                        ours.key("server").toString(),
                        "ssl",
                        "on"));
    }

    @AfterAll
    static void stop() {
        database.close();
        server.close();
    }

    private static String url(String login, String host, Path authority) {
        return "postgresql://%s@%s:%d/%s?sslmode=verify-full&sslrootcert=%s"
                .formatted(login, host, server.port(), database.name, authority);
    }

    private static String administrator(String host, Path authority) {
        String password = DatabaseUrl.parse(server.jdbcUrl("postgres")).password();
        return url("postgres:" + password, host, authority);
    }

    private static String worker(String host, Path authority) {
        return url("rollcall_sync:test-password", host, authority);
    }

    private static CommandRun run(String command, Map<String, String> environment, String... arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        return CommandRun.of(environment, line);
    }

    @Test
    void theWorkerConnectsByTls() {
        try (WorkerHarness harness = new WorkerHarness();
                RunningWorker running = new RunningWorker(
                        harness,
                        0,
                        "--spring.datasource.url=" + worker(HOST, ours.certificate("ours")),
                        "--spring.datasource.hikari.maximum-pool-size=7")) {
            assertThat(running.part(HikariDataSource.class).getMaximumPoolSize())
                    .isEqualTo(7);
            assertThat(database.rows("""
                    select distinct s.ssl from pg_stat_ssl as s join pg_stat_activity as a using (pid)
                    where a.application_name = 'rollcall-worker'
                    """)).containsExactly("t");
        }
    }

    @Test
    void theWorkerConnectsAsAUserOfSpringWritesIt() {
        try (WorkerHarness harness = new WorkerHarness();
                RunningWorker running = new RunningWorker(
                        harness,
                        0,
                        "--spring.datasource.url=jdbc:postgresql://%s:%d/%s"
                                .formatted(HOST, server.port(), database.name),
                        "--spring.datasource.username=rollcall_sync",
                        "--spring.datasource.password=test-password",
                        "--spring.datasource.hikari.data-source-properties.sslmode=verify-full",
                        "--spring.datasource.hikari.data-source-properties.sslrootcert=" + ours.certificate("ours"))) {
            assertThat(running.part(HikariDataSource.class)
                            .getHikariPoolMXBean()
                            .getTotalConnections())
                    .isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,ours,is not for the host name",
        "localhost,others,is not of a known authority",
        "localhost,none,cannot be read"
    })
    void theWorkerRefusesWithOneLine(String host, String authority, String line) {
        try (WorkerHarness harness = new WorkerHarness()) {
            String failure = null;
            try (RunningWorker running = new RunningWorker(
                    harness, 0, "--spring.datasource.url=" + worker(host, ours.certificate(authority)))) {
                assertThat(running).isNull();
            } catch (RuntimeException refused) {
                failure = lineOf(refused);
            }
            assertThat(failure).contains(line).hasLineCount(1).doesNotContain("test-password");
        }
    }

    private static @Nullable String lineOf(Throwable failed) {
        String line = null;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            line = cause instanceof ForOperator said ? said.getMessage() : line;
        }
        return line;
    }

    @Test
    void commandsConnectByTls() {
        CommandRun migrated = run(
                "migrate", Map.of("ROLLCALL_MIGRATION_DATABASE_URL", administrator(HOST, ours.certificate("ours"))));
        assertThat(migrated.err()).isEmpty();
        assertThat(migrated.code()).isZero();
        CommandRun listed =
                run("dead-letters", Map.of("ROLLCALL_DATABASE_URL", worker(HOST, ours.certificate("ours"))), "list");
        assertThat(listed.err()).isEmpty();
        assertThat(listed.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,ours,is not for the host name", "localhost,others,is not of a known authority"})
    void commandsRefuseWithOneLine(String host, String authority, String line) {
        CommandRun migrated = run(
                "migrate", Map.of("ROLLCALL_MIGRATION_DATABASE_URL", administrator(host, ours.certificate(authority))));
        assertThat(migrated.code()).isOne();
        assertThat(migrated.err()).contains(line).hasLineCount(1).startsWith("rollcall migrate: ");
        CommandRun listed =
                run("dead-letters", Map.of("ROLLCALL_DATABASE_URL", worker(host, ours.certificate(authority))), "list");
        assertThat(listed.code()).isOne();
        assertThat(listed.err()).contains(line).hasLineCount(1).doesNotContain("test-password");
    }

    /** An authority that is replaced in its file counts for the next connection, without a restart. */
    @Test
    void aReplacedAuthorityCountsAtOnce() throws Exception {
        Path file = directory.resolve("authority.crt");
        Files.copy(others.certificate("others"), file, StandardCopyOption.REPLACE_EXISTING);
        try (HikariDataSource pool = ConnectionPool.open(DatabaseUrl.parse("TEST", worker(HOST, file)), 1)) {
            String refused = null;
            try (Connection connection = pool.getConnection()) {
                assertThat(connection).isNull();
            } catch (SQLException failed) {
                refused = CertificateRefusal.sentence(failed);
            }
            assertThat(refused).contains("is not of a known authority");
            Files.copy(ours.certificate("ours"), file, StandardCopyOption.REPLACE_EXISTING);
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThat(statement.execute("select 1")).isTrue();
            }
        }
    }
}
