package dev.rollcall.worker.tenancy;

import dev.rollcall.worker.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGStatement;

/** Somebody who runs statements in one transaction that is rolled back at the end. A refused one leaves no trace. */
final class Caller implements AutoCloseable {

    private final Connection connection;

    Caller(Connection connection) {
        this.connection = connection;
        try {
            connection.setAutoCommit(false);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static Caller as(TestDatabase database, String role) throws SQLException {
        return new Caller(database.connect(role));
    }

    static Caller tenant(TestDatabase database, String organization) throws SQLException {
        return as(database, "rollcall_tenant").actingFor(organization);
    }

    Caller actingFor(String organization) {
        rows("select rollcall.set_tenant('" + organization + "')");
        return this;
    }

    /** All rows, columns joined by '|', nulls as '-'. */
    List<String> rows(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return TestDatabase.texts(result);
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    /**
     * As {@link #rows(String)}, of a statement that the server prepares at once and keeps for the connection.
     *
     * @param parameters texts, whose types the server finds, or objects with a type
     */
    List<String> rows(String query, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(1);
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(index + 1, parameters[index], Types.OTHER);
            }
            try (ResultSet result = statement.executeQuery()) {
                return TestDatabase.texts(result);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    String value(String query) {
        return rows(query).getFirst();
    }

    /** The number of rows that it changed. */
    int write(String sql) {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** The number of rows that it changed; 0 when it was refused for want of privilege or by row security. */
    int changes(String sql) {
        try {
            Savepoint before = connection.setSavepoint();
            try {
                return write(sql);
            } catch (IllegalStateException refused) {
                if (refused.getCause() instanceof SQLException cause && "42501".equals(cause.getSQLState())) {
                    connection.rollback(before);
                    return 0;
                }
                throw refused;
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** What PostgreSQL refuses it with. */
    SQLException refusal(String sql) {
        try {
            Savepoint before = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException refused) {
                connection.rollback(before);
                return refused;
            }
            throw new AssertionError("was not refused: " + sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** What the server says beside the result. */
    List<String> notices(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            List<String> notices = new ArrayList<>();
            for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                notices.add(warning.getMessage());
            }
            return notices;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    void commit() {
        try {
            connection.commit();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
