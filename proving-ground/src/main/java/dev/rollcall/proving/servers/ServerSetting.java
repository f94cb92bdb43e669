package dev.rollcall.proving.servers;

import dev.rollcall.local.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** Settings of a whole PostgreSQL server, which takes them up a moment after it was told to. */
public final class ServerSetting {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private ServerSetting() {}

    /**
     * Returns when whoever connects finds them.
     *
     * @param settings written as {@code show} prints them
     */
    public static void set(PostgresServer server, Map<String, String> settings) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off");
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                statement.execute("alter system set %s = '%s'".formatted(setting.getKey(), setting.getValue()));
            }
            statement.execute("select pg_reload_conf()");
        }
        long giveUp = System.nanoTime() + LONGEST.toNanos();
        while (!hold(server, settings)) {
            if (System.nanoTime() - giveUp > 0) {
                throw new AssertionError("the server does not take up " + settings);
            }
        }
    }

    private static boolean hold(PostgresServer server, Map<String, String> settings) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                try (ResultSet row = statement.executeQuery("show " + setting.getKey())) {
                    if (!row.next() || !setting.getValue().equals(row.getString(1))) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
