package dev.rollcall.benchmark.worker;

import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Row;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What the worker is measured against: rows that are in memory already, written by nothing but JDBC. */
final class BareLoops implements AutoCloseable {

    private static final int BATCH_ROWS = 2_000;
    private static final int CONNECTIONS = 2;

    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private long offset;

    BareLoops(String url) throws SQLException {
        for (int index = 0; index < CONNECTIONS; index++) {
            Connection connection = DriverManager.getConnection(url);
            connection.setAutoCommit(false);
            connections.add(connection);
        }
    }

    /** The worker's upserts in its largest batches over two connections. Returns rows a second. */
    double batches(List<UserRow> rows) throws InterruptedException, ExecutionException {
        List<Future<?>> parts = new ArrayList<>();
        long begun = System.nanoTime();
        for (int index = 0; index < CONNECTIONS; index++) {
            Connection connection = connections.get(index);
            List<UserRow> part =
                    rows.subList(rows.size() * index / CONNECTIONS, rows.size() * (index + 1) / CONNECTIONS);
            Callable<Integer> work = () -> {
                for (int from = 0; from < part.size(); from += BATCH_ROWS) {
                    batch(connection, part.subList(from, Math.min(part.size(), from + BATCH_ROWS)));
                }
                return part.size();
            };
            parts.add(threads.submit(work));
        }
        for (Future<?> part : parts) {
            part.get();
        }
        return rows.size() / ((System.nanoTime() - begun) / 1e9);
    }

    private void batch(Connection connection, List<UserRow> rows) throws SQLException {
        List<@Nullable Object[]> users = new ArrayList<>(rows.size());
        List<@Nullable Object[]> emails = new ArrayList<>(2 * rows.size());
        for (UserRow row : rows) {
            users.add(row.values(1));
            for (Row email : row.emails()) {
                emails.add(row.childValues(email));
            }
        }
        write(connection, UserStatements.manyUsers(), UserStatements.columns(), users);
        write(connection, UserStatements.manyEmails(), UserStatements.childColumns(), emails);
        connection.commit();
    }

    private static void write(Connection connection, String sql, List<Column> columns, List<@Nullable Object[]> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int column = 0; column < columns.size(); column++) {
                @Nullable Object[] array = array(columns.get(column), rows.size());
                for (int row = 0; row < array.length; row++) {
                    array[row] = rows.get(row)[column];
                }
                statement.setArray(
                        column + 1,
                        connection.createArrayOf(columns.get(column).type().elementType(), array));
            }
            statement.executeUpdate();
        }
    }

    /** Typed, so that it travels in binary, as the worker's do. */
    private static @Nullable Object[] array(Column column, int length) {
        return switch (column.type()) {
            case TEXT, IDS, JSON -> new String[length];
            case BOOLEAN -> new Boolean[length];
            case BIGINT, TIMESTAMP -> new Long[length];
        };
    }

    /** One event, one transaction, one connection. Returns rows a second. */
    double oneByOne(List<UserRow> rows) throws SQLException {
        Connection connection = connections.getFirst();
        long begun = System.nanoTime();
        try (PreparedStatement user = connection.prepareStatement(UserStatements.oneUser());
                PreparedStatement email = connection.prepareStatement(UserStatements.oneEmail())) {
            for (UserRow row : rows) {
                execute(user, row.values(++offset));
                for (Row child : row.emails()) {
                    execute(email, row.childValues(child));
                }
                connection.commit();
            }
        }
        return rows.size() / ((System.nanoTime() - begun) / 1e9);
    }

    private static void execute(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int index = 0; index < values.length; index++) {
            statement.setObject(index + 1, values[index]);
        }
        statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        threads.shutdownNow();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
