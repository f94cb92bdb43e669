package dev.rollcall.simulator.verify;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables in PostgreSQL, read as {@code rollcall_backend}: select and nothing else. */
final class PostgresTables implements Tables, AutoCloseable {

    private static final List<Column> OF_EVERY_PARENT = List.of(
            new Column(Row.DELETED_AT, Column.Kind.TIME, false),
            new Column(Row.UPDATED_AT_MILLIS, Column.Kind.BIGINT, false),
            new Column(Row.EVENT_AT_MILLIS, Column.Kind.BIGINT, false),
            new Column(Row.MESSAGE_ID, Column.Kind.TEXT, false));

    private static final Column EXTRA = new Column(TableShape.EXTRA, Column.Kind.JSON, false);

    private final Connection connection;

    private PostgresTables(Connection connection) {
        this.connection = connection;
    }

    /** @throws VerificationException when the database does not let us in */
    static PostgresTables open(String jdbcUrl) {
        try {
            Connection connection = DriverManager.getConnection(jdbcUrl);
            connection.setReadOnly(true);
            return new PostgresTables(connection);
        } catch (SQLException unreachable) {
            throw failure(unreachable);
        }
    }

    @Override
    public Map<String, Row> rows(TableShape shape, Collection<String> ids) {
        Map<String, Row> rows = new HashMap<>();
        try {
            List<Column> columns = new ArrayList<>(stored(shape));
            columns.addAll(OF_EVERY_PARENT);
            query(select(shape.table(), columns, "id = any(?)"), ids, found -> {
                Row row = row(found, columns, 1);
                Map<String, Map<String, Row>> children = new LinkedHashMap<>();
                shape.children().keySet().forEach(field -> children.put(field, new HashMap<>()));
                rows.put(found.getString("id"), new Row(row.values(), children));
            });
            for (Map.Entry<String, TableShape> child : shape.children().entrySet()) {
                addChildren(child.getKey(), child.getValue(), ids, rows);
            }
        } catch (SQLException failed) {
            throw failure(failed);
        }
        return rows;
    }

    @Override
    public Map<String, Row> otherObjects(String resource, Collection<String> ids) {
        Map<String, Row> rows = new HashMap<>();
        List<Column> columns = new ArrayList<>(Schema.OTHER_OBJECTS.columns());
        columns.addAll(OF_EVERY_PARENT);
        String named = names(columns);
        try {
            query("select id, resource, " + named + " from clerk.other_objects where id = any(?)", ids, found -> {
                if (resource.equals(found.getString("resource"))) {
                    rows.put(found.getString("id"), row(found, columns, 3));
                }
            });
        } catch (SQLException failed) {
            throw failure(failed);
        }
        return rows;
    }

    @Override
    public Map<String, Set<String>> deadLetters(Collection<String> messageIds) {
        Map<String, Set<String>> codes = new HashMap<>();
        try {
            query(
                    "select distinct message_id, code from rollcall.dead_letters where message_id = any(?) and state <> 'replayed'",
                    messageIds,
                    found -> codes.computeIfAbsent(found.getString("message_id"), id -> new TreeSet<>())
                            .add(found.getString("code")));
        } catch (SQLException failed) {
            throw failure(failed);
        }
        return codes;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    private void addChildren(String field, TableShape shape, Collection<String> parentIds, Map<String, Row> rows)
            throws SQLException {
        List<Column> columns = stored(shape);
        String parentColumn = requireNonNull(shape.parentColumn());
        String sql = "select " + parentColumn + ", " + names(columns) + " from clerk." + shape.table() + " where "
                + parentColumn + " = any(?)";
        query(sql, parentIds, found -> {
            Row parent = rows.get(found.getString(parentColumn));
            if (parent != null) {
                parent.children().getOrDefault(field, Map.of()).put(found.getString("id"), row(found, columns, 2));
            }
        });
    }

    private static List<Column> stored(TableShape shape) {
        return Stream.of(shape.columns().stream(), shape.copiedColumns().stream(), Stream.of(EXTRA))
                .flatMap(columns -> columns)
                .toList();
    }

    private static String select(String table, List<Column> columns, String condition) {
        return "select " + names(columns) + " from clerk." + table + " where " + condition;
    }

    /** Names are constants of this package and so need no quoting, but the words of SQL among them do. */
    private static String names(List<Column> columns) {
        return columns.stream().map(column -> '"' + column.name() + '"').collect(Collectors.joining(", "));
    }

    private void query(String sql, Collection<String> ids, RowHandler handler) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    handler.accept(found);
                }
            }
        }
    }

    private static Row row(ResultSet found, List<Column> columns, int firstIndex) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        int index = firstIndex;
        for (Column column : columns) {
            Object value = switch (column.kind()) {
                case TEXT -> found.getString(index);
                case BOOLEAN -> found.getBoolean(index);
                case BIGINT -> found.getLong(index);
                case TIME -> {
                    OffsetDateTime time = found.getObject(index, OffsetDateTime.class);
                    yield time == null ? null : time.toInstant();
                }
                case JSON -> {
                    String json = found.getString(index);
                    yield json == null ? null : Json.read(json);
                }
            };
            if (value != null && !found.wasNull()) {
                values.put(column.name(), value);
            }
            index++;
        }
        return Row.of(values);
    }

    private static VerificationException failure(SQLException cause) {
        return new VerificationException(
                "The database cannot be read (SQLSTATE " + cause.getSQLState()
                        + "). Check its URL, that it runs, that the worker's command `migrate` has been run, and that"
                        + " the role is rollcall_backend.",
                cause);
    }

    private interface RowHandler {
        void accept(ResultSet found) throws SQLException;
    }
}
