package dev.rollcall.worker.copy.store;

import dev.rollcall.worker.prepare.database.WrongDatabaseException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A database that gives a connection only after its check has passed: for writers beside the loops. They are rare, and
 * their failures are not seen here, so the check is repeated each time.
 */
public final class CheckedDatabase implements DataSource {

    private static final String NOT_AUTHORIZED = "28000";

    private final DataSource database;
    private final DatabaseCheck check;

    public CheckedDatabase(DataSource database, DatabaseCheck check) {
        this.database = database;
        this.check = check;
    }

    /** @throws SQLException also when it must not be written to; its message is one line for the operator then */
    @Override
    public Connection getConnection() throws SQLException {
        check.forget();
        try {
            check.requireToWrite();
        } catch (WrongDatabaseException wrong) {
            throw new SQLException(wrong.getMessage(), NOT_AUTHORIZED, wrong);
        }
        return database.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the pool knows its login");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return database.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        database.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return database.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
