package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.apply.TableWriter.NewEnd;
import dev.rollcall.worker.copy.apply.TableWriter.NewState;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The rows in PostgreSQL, over the connection that holds the transaction. */
record PostgresRows(Connection connection, Map<Table, TableWriter> writers) implements Rows {

    @Override
    public void lockOwners(Resolution resolution) throws SQLException {
        OwnershipLocks.take(connection, resolution);
    }

    @Override
    public Map<EntityKey, Written> writeStates(Table table, List<NewState> states) throws SQLException {
        return writer(table).writeStates(connection, states);
    }

    @Override
    public Map<EntityKey, Written> writeEnds(Table table, List<NewEnd> ends) throws SQLException {
        return writer(table).writeEnds(connection, ends);
    }

    @Override
    public Map<EntityKey, Written> writeEndsIfNewer(Table table, List<NewEnd> ends) throws SQLException {
        return writer(table).writeEndsIfNewer(connection, ends);
    }

    @Override
    public void collectOwners(Table table, List<NewState> states) throws SQLException {
        writer(table).collectOwners(connection, states);
    }

    @Override
    public Map<EntityKey, Present> present(Table table, Collection<EntityKey> keys, boolean lock) throws SQLException {
        return writer(table).present(connection, keys, lock);
    }

    @Override
    public Set<String> ended(Table table, Collection<String> ids) throws SQLException {
        return writer(table).ended(connection, ids);
    }

    @Override
    public Map<EntityKey, List<@Nullable String>> liveOf(Table table, Map<Resource, Set<String>> ownerIds, int most)
            throws SQLException {
        return writer(table).liveOf(connection, ownerIds, most);
    }

    @Override
    public Set<EntityKey> endedOf(Table table, Map<Resource, Set<String>> ownerIds, Set<Integer> writers)
            throws SQLException {
        return writer(table).endedOf(connection, ownerIds, writers);
    }

    @Override
    public void rememberRoleKeys(SortedMap<RoleKeys.Name, RoleKeys.Times> keys) throws SQLException {
        RoleKeys.remember(connection, keys);
    }

    private TableWriter writer(Table table) {
        TableWriter writer = writers.get(table);
        if (writer == null) {
            throw new IllegalStateException("no writer for " + table);
        }
        return writer;
    }
}
