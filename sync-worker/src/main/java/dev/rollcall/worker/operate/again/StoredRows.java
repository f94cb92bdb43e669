package dev.rollcall.worker.operate.again;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.OwnerColumn;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads back rows of one table as the write left them, in the caller's transaction: first its rows are locked, then
 * their content is read, so that nothing can change between a row and what is said of it.
 */
final class StoredRows {

    private static final String IDS = "ids";

    private final JdbcClient database;
    private final Table table;
    private final Resource resource;
    private final String chosen;
    private final String live;
    private final String states;

    /** @param ended whether ended rows are wanted too */
    StoredRows(JdbcClient database, Table table, boolean ended) {
        this.database = database;
        this.table = table;
        resource = Objects.requireNonNull(table.resource(), "a table with a change topic");
        live = "t.sync_revision > 0" + (ended ? "" : " and t.deleted_at is null");
        chosen = " from " + table.name() + " as t where " + live;
        states = """
                select t.id, t.sync_updated_at_ms, t.sync_event_at_ms, t.sync_message_id, t.sync_writer, t.sync_offset,
                       t.sync_revision, (extract(epoch from t.sync_committed_at) * 1000)::bigint, t.deleted_at is not null,
                       array_to_string(t.sync_incomplete, ',')%s%s
                from %s as t where t.id = any (:ids) order by t.id collate "C"
                """.formatted(
                table.owners().stream().map(owner -> ", t." + owner.name()).collect(Collectors.joining()),
                expressions(table.columns()),
                table.name());
    }

    long count() {
        return database.sql("select count(*)" + chosen).query(Long.class).single();
    }

    /**
     * The next ids by the primary key, whose order is that of the database. Nothing is locked yet: the order in which
     * rows are locked is the worker's, and sorting the whole table by it for each batch would take hours.
     */
    List<String> page(@Nullable String after, int most) {
        String from = after == null ? "" : " and t.id > :after";
        JdbcClient.StatementSpec page = database.sql("select t.id" + chosen + from + " order by t.id limit " + most);
        return (after == null ? page : page.param("after", after))
                .query(String.class)
                .list();
    }

    /** Those that are there, locked until the transaction ends, in the order in which the worker locks them. */
    List<String> lock(List<String> ids) {
        return database.sql(
                        "select t.id" + chosen + " and t.id = any (:ids) order by t.id collate \"C\" for no key update")
                .param(IDS, ids.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** @param ids of rows that this transaction has locked */
    List<Written> read(List<String> ids) {
        List<Map<String, List<Row>>> children = new ArrayList<>();
        for (ChildTable child : table.children()) {
            children.add(children(child, ids));
        }
        return database.sql(states)
                .param(IDS, ids.toArray(String[]::new))
                .query((row, number) -> written(row, children))
                .list();
    }

    private Written written(ResultSet row, List<Map<String, List<Row>>> children) throws SQLException {
        String id = row.getString(1);
        int owners = 11;
        int columns = owners + table.owners().size();
        String incomplete = row.getString(10);
        Row content = row.getBoolean(9)
                ? null
                : new Row(
                        values(row, columns, table.columns()),
                        children.stream()
                                .map(rows -> rows.getOrDefault(id, List.of()))
                                .toList(),
                        incomplete == null || incomplete.isEmpty() ? List.of() : List.of(incomplete.split(",", -1)));
        return new Written(
                table,
                new EntityKey(resource.eventName(), id),
                content,
                Owners.inColumns(table.owners(), owner -> ownerIn(row, owners, owner)),
                new EntityVersion(row.getLong(2), row.getLong(3), new MessageId(row.getString(4))),
                new Coordinates(row.getInt(5), row.getLong(6)),
                row.getLong(7),
                row.getLong(8));
    }

    private @Nullable String ownerIn(ResultSet row, int first, OwnerColumn owner) throws SQLException {
        return row.getString(first + table.owners().indexOf(owner));
    }

    private Map<String, List<Row>> children(ChildTable child, List<String> ids) {
        Map<String, List<Row>> children = new HashMap<>();
        RowMapper<Boolean> into =
                (row, number) -> children.computeIfAbsent(row.getString(1), parent -> new ArrayList<>())
                        .add(new Row(values(row, 2, child.columns()), List.of()));
        database.sql("select t.%1$s%2$s from %3$s as t where t.%1$s = any (:ids) order by t.%1$s, t.id collate \"C\""
                        .formatted(child.parentColumn(), expressions(child.columns()), child.name()))
                .param(IDS, ids.toArray(String[]::new))
                .query(into)
                .list();
        return children;
    }

    /** As {@link Row} holds them. */
    private static @Nullable Object[] values(ResultSet row, int first, List<Column> columns) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int index = 0; index < columns.size(); index++) {
            values[index] = row.getObject(first + index);
        }
        return values;
    }

    private static String expressions(List<Column> columns) {
        return columns.stream()
                .flatMap(column -> Stream.of(", ", expression(column)))
                .collect(Collectors.joining());
    }

    private static String expression(Column column) {
        return switch (column.type()) {
            case TEXT, BOOLEAN -> "t." + column.name();
            case BIGINT -> "t." + column.name() + "::bigint";
            case TIMESTAMP -> "(extract(epoch from t." + column.name() + ") * 1000)::bigint";
            case JSON -> "t." + column.name() + "::text";
            case IDS -> throw new IllegalArgumentException("no change event holds a set of ids");
        };
    }
}
