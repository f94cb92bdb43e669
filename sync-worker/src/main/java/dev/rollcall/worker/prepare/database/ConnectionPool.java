package dev.rollcall.worker.prepare.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.startup.database.DatabaseUrl;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The worker's connections: one for each thread and a few for health and metrics, with every wait bounded. Worker and
 * commands open it in the same way: on Rollcall's own values lies what {@code spring.datasource.hikari} says, and on that
 * what the promises rest on.
 */
public final class ConnectionPool {

    private static final String HIKARI = "spring.datasource.hikari";
    private static final int BESIDE_THREADS = 3;
    private static final String CONNECT_SECONDS = "5";

    /** Longer than the role's statement_timeout (10 s), so that it ends only what no server answers any more. */
    private static final String SOCKET_SECONDS = "15";

    private ConnectionPool() {}

    /** With Rollcall's own values. */
    public static HikariDataSource open(DatabaseUrl url, int threads) {
        return withPromises(ofItsOwn(url, threads), url);
    }

    /**
     * With those of {@code spring.datasource.hikari} where it says something.
     *
     * @throws SettingRefusedException with one line for the operator
     */
    public static HikariDataSource open(DatabaseUrl url, Environment environment, int threads) {
        Binder given = Binder.get(environment);
        PromisedPool.check(given);
        HikariDataSource pool = ofItsOwn(url, threads);
        try {
            given.bind(HIKARI, Bindable.ofInstance(pool));
        } catch (BindException wrong) {
            throw new SettingRefusedException(
                    String.valueOf(wrong.getName()),
                    "holds a value that the pool refuses",
                    "look it up in HikariCP's manual");
        }
        if (pool.getMaximumPoolSize() < threads + BESIDE_THREADS) {
            throw new SettingRefusedException(
                    HIKARI + ".maximum-pool-size",
                    "is " + pool.getMaximumPoolSize(),
                    "write at least " + (threads + BESIDE_THREADS) + ", one for each thread and " + BESIDE_THREADS
                            + " more, or leave it out");
        }
        return withPromises(pool, url);
    }

    /** It connects when it is first asked. */
    private static HikariDataSource ofItsOwn(DatabaseUrl url, int threads) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url.jdbcUrl());
        pool.setUsername(url.user());
        pool.setPassword(url.password());
        pool.setMaximumPoolSize(threads + BESIDE_THREADS);
        pool.setMinimumIdle(1);
        pool.setKeepaliveTime(60_000);
        return pool;
    }

    private static HikariDataSource withPromises(HikariDataSource pool, DatabaseUrl url) {
        pool.setPoolName("rollcall");
        pool.setConnectionTimeout(5_000);
        pool.setValidationTimeout(2_000);
        // The database may be away at start; the loops wait for it like at any other time.
        pool.setInitializationFailTimeout(-1);
        driverSettings(url).forEach(pool::addDataSourceProperty);
        return pool;
    }

    /** As text: the driver does not see a property of another type, and says nothing. */
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
