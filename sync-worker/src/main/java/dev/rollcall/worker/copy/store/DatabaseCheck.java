package dev.rollcall.worker.copy.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.progress.ProgressTable;
import dev.rollcall.worker.prepare.database.CertificateRefusal;
import dev.rollcall.worker.prepare.database.WrongDatabaseException;
import dev.rollcall.worker.prepare.schema.SchemaCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database may be written to: role, row security, schema and Clerk instance, asked before the first write
 * and again after every failure behind which another server may stand. A check that could not be made has not passed:
 * writers wait, as for every other answer of the database. Threads may ask at once.
 *
 * <p>What is wrong before the check has ever passed is a wrong setting, and ends the process. What is wrong later (a
 * failover to an older replica, a restored branch, a login that was given more) mends without a restart: it is refused
 * until it is right again.
 */
public final class DatabaseCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseCheck.class);

    private static final String READ_ONLY = "25006";

    private final DataSource database;
    private final @Nullable String configuredInstance;
    private final Consumer<String> endProcess;

    /** Rises with every failure; the check has passed when it passed since the last one. */
    private final AtomicLong failures = new AtomicLong();

    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile long passedAfter = -1;
    private volatile boolean everPassed;
    private volatile @Nullable String lastLine;

    /**
     * @param configuredInstance CLERK_INSTANCE_ID; null when an event may bind
     * @param endProcess gets the one line that says what is wrong, when the check has never passed
     */
    public DatabaseCheck(DataSource database, @Nullable String configuredInstance, Consumer<String> endProcess) {
        this.database = database;
        this.configuredInstance = configuredInstance;
        this.endProcess = endProcess;
    }

    /**
     * Asks, unless the answer is known and nothing has failed since.
     *
     * @throws WrongDatabaseException with one line for the operator
     * @throws SQLException when the database is away, which says nothing about whether it is right
     */
    public void require() throws SQLException {
        long asked = failures.get();
        if (passedAfter == asked) {
            return;
        }
        try {
            SchemaCheck.require(database);
            bindConfigured();
        } catch (IllegalStateException wrong) {
            throw new WrongDatabaseException(String.valueOf(wrong.getMessage()));
        } catch (SQLException failed) {
            String certificate = CertificateRefusal.sentence(failed);
            if (certificate != null) {
                throw new WrongDatabaseException(certificate);
            }
            if (isAway(failed)) {
                throw failed;
            }
            throw new WrongDatabaseException("PostgreSQL refuses the worker (SQLSTATE " + failed.getSQLState()
                    + "); look at ROLLCALL_DATABASE_URL, the login and its rights, and run the command doctor");
        }
        if (lastLine != null) {
            lastLine = null;
            LOG.info("The database is right again; going on");
        }
        everPassed = true;
        passedAfter = asked;
    }

    /**
     * As {@link #require}, in a running process, which may still end when the first check could not be made at its
     * start.
     */
    public void requireToWrite() throws SQLException {
        try {
            require();
        } catch (WrongDatabaseException wrong) {
            String line = String.valueOf(wrong.getMessage());
            if (!everPassed) {
                if (ending.compareAndSet(false, true)) {
                    endProcess.accept(line);
                }
            } else if (!line.equals(lastLine)) {
                lastLine = line;
                LOG.error("Nothing is written until this is right again: {}", line);
            }
            throw wrong;
        }
    }

    /**
     * After a failure that may mean another server (SQLSTATE 08, 25, 57): what was checked is not known any more.
     *
     * @param failed of the driver or the pool, or what wraps that; anything else says nothing of the database
     */
    public void note(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException ofDatabase) {
                note(ofDatabase);
                return;
            }
        }
    }

    private void note(SQLException failed) {
        String state = failed.getSQLState();
        if (failed instanceof SQLTransientConnectionException
                || state == null
                || state.startsWith("08")
                || state.startsWith("25")
                || state.startsWith("57")) {
            forget();
        }
        if (READ_ONLY.equals(state)) {
            reconnect();
        }
    }

    /** A primary that became a standby keeps its connections: only new ones find the server that took its place. */
    private void reconnect() {
        try {
            HikariPoolMXBean pool = database.isWrapperFor(HikariDataSource.class)
                    ? database.unwrap(HikariDataSource.class).getHikariPoolMXBean()
                    : null;
            if (pool != null) {
                pool.softEvictConnections();
            }
        } catch (SQLException unknown) {
            LOG.debug("The pool could not be told to connect anew", unknown);
        }
    }

    /** The next write asks again. */
    public void forget() {
        failures.incrementAndGet();
    }

    private void bindConfigured() throws SQLException {
        if (configuredInstance == null) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            String bound = InstanceBinding.of(connection);
            InstanceBinding.requireConfigured(
                    configuredInstance,
                    bound == null ? ProgressTable.bind(connection, configuredInstance, "configuration") : bound);
        }
    }

    /**
     * Of the first exception that has one: the pool wraps the driver's failure, and has none itself when all
     * connections are in use.
     */
    private static boolean isAway(SQLException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
            }
        }
        return failed instanceof SQLTransientConnectionException;
    }
}
