package dev.rollcall.worker.operate.again;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.store.StoredContent;
import dev.rollcall.worker.copy.table.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
                       t.sync_revision, (extract(epoch from t.sync_committed_at) * 1000)::bigint, t.deleted_at is not null%s%s
                from %s as t where t.id = any (:ids) order by t.id collate "C"
                """.formatted(StoredContent.ownerColumns(table), StoredContent.columns(table), table.name());
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

    /** @return what of them is read at once, one portion after the other */
    List<List<String>> portions(List<String> ids) {
        return StoredContent.portions(database, table, ids);
    }

    /** @param ids of rows that this transaction has locked */
    List<Written> read(List<String> ids) {
        StoredContent content = new StoredContent(database, table, ids);
        return database.sql(states)
                .param(IDS, ids.toArray(String[]::new))
                .query((row, number) -> written(row, content))
                .list();
    }

    private Written written(ResultSet row, StoredContent content) throws SQLException {
        String id = row.getString(1);
        int owners = 10;
        return new Written(
                table,
                new EntityKey(resource.eventName(), id),
                row.getBoolean(9)
                        ? null
                        : content.row(id, row, owners + table.owners().size()),
                StoredContent.owners(table, row, owners),
                new EntityVersion(row.getLong(2), row.getLong(3), new MessageId(row.getString(4))),
                new Coordinates(row.getInt(5), row.getLong(6)),
                row.getLong(7),
                row.getLong(8));
    }
}
