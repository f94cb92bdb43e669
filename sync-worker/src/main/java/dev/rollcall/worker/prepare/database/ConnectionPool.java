package dev.rollcall.worker.prepare.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.HashMap;
import java.util.Map;

/** The worker's connections: one for each thread and a few for health and metrics, with every wait bounded. */
public final class ConnectionPool {

    private static final String CONNECT_SECONDS = "5";

    /** Longer than the role's statement_timeout (10 s), so that it ends only what no server answers any more. */
    private static final String SOCKET_SECONDS = "15";

    private ConnectionPool() {}

    public static HikariDataSource open(DatabaseUrl url, int threads) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("rollcall");
        settings.setJdbcUrl(url.jdbcUrl());
        settings.setUsername(url.user());
        settings.setPassword(url.password());
        settings.setMaximumPoolSize(threads + 3);
        settings.setMinimumIdle(1);
        settings.setConnectionTimeout(5_000);
        settings.setValidationTimeout(2_000);
        settings.setKeepaliveTime(60_000);
        // The database may be unavailable at the start; the loops wait for it as at any other time.
        settings.setInitializationFailTimeout(-1);
        driverSettings(url).forEach(settings::addDataSourceProperty);
        return new HikariDataSource(settings);
    }

    /** As text: the driver silently ignores properties of other types. */
    private static Map<String, String> driverSettings(DatabaseUrl url) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connectTimeout", CONNECT_SECONDS);
        settings.put("loginTimeout", CONNECT_SECONDS);
        settings.put("socketTimeout", SOCKET_SECONDS);
        settings.put("tcpKeepAlive", "true");
        settings.put("ApplicationName", "rollcall-worker");
        // Otherwise messages repeat the values of a row.
        settings.put("logServerErrorDetail", "false");
        if (url.pooler()) {
            // The next transaction may run on another server connection, which knows nothing of a prepared statement.
            settings.put("prepareThreshold", "0");
        }
        return settings;
    }
}
