package dev.rollcall.worker.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The worker's connections: one for each thread and a few for health and metrics, with every wait bounded. */
public final class ConnectionPool {

    private static final int CONNECT_SECONDS = 5;

    /** Longer than the role's statement_timeout (10 s), so that it ends only what no server answers any more. */
    private static final int SOCKET_SECONDS = 15;

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
        // The database may be away at start; the loops wait for it like at any other time.
        settings.setInitializationFailTimeout(-1);
        settings.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        settings.addDataSourceProperty("loginTimeout", CONNECT_SECONDS);
        settings.addDataSourceProperty("socketTimeout", SOCKET_SECONDS);
        settings.addDataSourceProperty("tcpKeepAlive", true);
        settings.addDataSourceProperty("ApplicationName", "rollcall-worker");
        if (url.pooler()) {
            // The next transaction may run on another server connection, which knows nothing of a prepared statement.
            settings.addDataSourceProperty("prepareThreshold", 0);
        }
        // Otherwise messages repeat the values of a row.
        settings.addDataSourceProperty("logServerErrorDetail", false);
        return new HikariDataSource(settings);
    }
}
