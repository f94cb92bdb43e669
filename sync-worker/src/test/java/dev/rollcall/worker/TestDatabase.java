package dev.rollcall.worker;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.prepare.schema.Migration;
import dev.rollcall.worker.prepare.schema.MigrationOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A fresh, migrated database on the shared server. The worker connects as rollcall_sync, as everywhere. */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String PASSWORD = "test-password";

    public final String name;
    public final PostgresServer server;
    public final HikariDataSource pool;
    private @Nullable HikariDataSource administrators;

    /** A migrated one. */
    private TestDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
        pool = ConnectionPool.open(urlOf("rollcall_sync"), 4);
    }

    private static void migrate(PostgresServer server, String name) {
        try {
            Migration migration = new Migration(
                    DatabaseUrl.parse("TEST", server.jdbcUrl(name)),
                    Map.of("rollcall_sync", PASSWORD, "rollcall_backend", PASSWORD, "rollcall_tenant", PASSWORD),
                    MigrationOptions.TAKE_ROLES);
            migration.run();
            if (Boolean.getBoolean("rollcall.history")) {
                migration.keepHistory(true);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /**
     * A migrated database on the shared server that nobody uses: every other is a copy, made in a tenth of the time that the
     * migrations take.
     */
    private static final class Template {
        static final String NAME = "worker_test_template";

        static {
            SharedServers.postgres().createDatabase(NAME);
            migrate(SharedServers.postgres(), NAME);
        }

        /** With what belongs to the server and not to the database, and is not in a copy. */
        static void copyTo(String name) {
            try (Connection connection =
                            DriverManager.getConnection(SharedServers.postgres().jdbcUrl("postgres"));
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name + " template " + NAME);
                statement.execute("revoke connect on database " + name + " from public");
                statement.execute("grant connect on database " + name
                        + " to rollcall_owner, rollcall_sync, rollcall_tenant, rollcall_backend");
                statement.execute("comment on role rollcall_owner is 'rollcall: " + name + "'");
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    private TestDatabase(TestDatabase other, HikariDataSource pool) {
        server = other.server;
        name = other.name;
        this.pool = pool;
    }

    /** The same database, reached another way. */
    TestDatabase through(HikariDataSource way) {
        return new TestDatabase(this, way);
    }

    public static String freshName() {
        return "worker_test_" + COUNT.incrementAndGet();
    }

    public static TestDatabase create() {
        String name = freshName();
        Template.copyTo(name);
        return new TestDatabase(SharedServers.postgres(), name);
    }

    public static TestDatabase createOn(PostgresServer server) {
        String name = freshName();
        server.createDatabase(name);
        migrate(server, name);
        return new TestDatabase(server, name);
    }

    public static TestDatabase createWithIcuLocale(String locale) {
        String name = freshName();
        SharedServers.postgres().createDatabase(name, locale);
        migrate(SharedServers.postgres(), name);
        return new TestDatabase(SharedServers.postgres(), name);
    }

    public DatabaseUrl urlOf(String role) {
        return DatabaseUrl.parse(server.jdbcUrl(name)).as(role, PASSWORD);
    }

    public Connection connect(String role) throws SQLException {
        DatabaseUrl url = urlOf(role);
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
    }

    /** What ROLLCALL_HISTORY does to the command migrate; null is without the variable. */
    void keepHistory(@Nullable Boolean on) {
        try {
            new Migration(DatabaseUrl.parse("TEST", server.jdbcUrl(name)), Map.of(), MigrationOptions.TAKE_ROLES)
                    .keepHistory(on);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /**
     * For who looks thousands of times and would mostly log in: from now on {@link #administrator} lends one session, whose
     * settings a test must leave alone.
     */
    TestDatabase keepingItsAdministrator() {
        DatabaseUrl url = DatabaseUrl.parse("TEST", server.jdbcUrl(name));
        administrators = ConnectionPool.open(url, 1);
        return this;
    }

    /** As superuser: only to look, and to break things. */
    public Connection administrator() throws SQLException {
        if (administrators != null) {
            return administrators.getConnection();
        }
        return DriverManager.getConnection(server.jdbcUrl(name));
    }

    public void execute(String sql) {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** All rows, columns joined by '|', nulls as '-'. */
    public List<String> rows(String query) {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return texts(result);
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    /** Of each row its columns joined by '|', nulls as '-'. */
    public static List<String> texts(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                String value = result.getString(column);
                row.add(value == null ? "-" : value);
            }
            rows.add(String.join("|", row));
        }
        return rows;
    }

    /**
     * How often tables of {@code clerk} were read as a whole so far, by their names without the schema: by this connection,
     * which is in no transaction, and by all that were given back.
     */
    public static Map<String, Long> wholeReads(Connection connection) throws SQLException {
        Map<String, Long> reads = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_stat_force_next_flush()");
            try (ResultSet scans = statement.executeQuery(
                    "select relname, seq_scan from pg_stat_user_tables where schemaname = 'clerk'")) {
                while (scans.next()) {
                    reads.put(scans.getString(1), scans.getLong(2));
                }
            }
        }
        return reads;
    }

    public long count(String table) {
        return Long.parseLong(rows("select count(*) from " + table).getFirst());
    }

    /** Every table but what the migrations wrote; quicker for few rows than truncate. */
    public void clear() {
        execute(String.join(";", rows("""
                select format('delete from %s', oid::regclass) from pg_class
                where relnamespace in ('clerk'::regnamespace, 'rollcall'::regnamespace) and relkind in ('r', 'p') and not relispartition
                  and relname not in ('flyway_schema_history', 'expected_guards', 'history_floor', 'id_prefixes')
                """)));
    }

    @Override
    public void close() {
        if (administrators != null) {
            administrators.close();
        }
        pool.close();
    }
}
