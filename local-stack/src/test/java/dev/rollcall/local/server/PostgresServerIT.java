package dev.rollcall.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.process.StartFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

    @TempDir
    Path directory;

    @Test
    void keepsCommittedRowsThroughKillAndRestart() throws SQLException {
        int port;
        long killed;
        try (PostgresServer server = PostgresServer.start(directory, 0)) {
            port = server.port();
            killed = server.pid();
            run(server, "create table kept (id int)", "insert into kept values (7)");
            List<RunningProcess> children = ProcessHandle.of(killed)
                    .orElseThrow()
                    .descendants()
                    .map(RunningProcess::of)
                    .toList();

            server.kill();

            assertThat(children).isNotEmpty().noneMatch(child -> child.find().isPresent());
        }
        try (PostgresServer server = PostgresServer.start(directory, port)) {
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.pid()).isNotEqualTo(killed);
            assertThat(query(server, "postgres", "select id from kept")).isEqualTo("7");
        }
    }

    @Test
    void isDurableAndListensOnLoopbackOnly() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory, 0)) {
            assertThat(query(server, "postgres", "show fsync")).isEqualTo("on");
            assertThat(query(server, "postgres", "show synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "postgres", "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "postgres", "show unix_socket_directories"))
                    .isEmpty();
            assertThatThrownBy(() -> DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&password=guessed"
                                    .formatted(server.port())))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve("superuser-password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void createsDatabasesThatSortByBytesOrByAnIcuLocale() throws SQLException {
        String sorted = "select string_agg(x, ' ' order by x) from unnest(array['b', 'A', 'a', 'B']) x";
        try (PostgresServer server = PostgresServer.start(directory, 0)) {
            server.createDatabase("bytes");
            server.createDatabase("swedish", "sv-SE");

            assertThat(query(server, "bytes", sorted)).isEqualTo("A B a b");
            assertThat(query(server, "swedish", sorted)).isEqualTo("a A b B");
        }
    }

    @Test
    void startsThoughTheStaleLockNamesAnotherProcess() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory, 0)) {
            run(server, "create table kept (id int)");
            server.kill();
        }
        Path lock = directory.resolve("data/postmaster.pid");
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(lock));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(lock, lines);

        try (PostgresServer server = PostgresServer.start(directory, 0)) {
            assertThat(query(server, "postgres", "select count(*) from kept")).isEqualTo("0");
        }
    }

    @Test
    void saysWhyItDoesNotStart() {
        try (PostgresServer first = PostgresServer.start(directory.resolve("first"), 0)) {
            assertThatThrownBy(() -> PostgresServer.start(directory.resolve("second"), first.port()))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void hangsWhilePausedAndGoesOnAfterwards() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory, 0)) {
            server.pause();
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres") + "&loginTimeout=1"))
                    .isInstanceOf(SQLException.class);
            server.resume();
            assertThat(query(server, "postgres", "select 1")).isEqualTo("1");
        }
    }

    private static void run(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(PostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
