package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.apply.TableWriter.NewEnd;
import dev.rollcall.worker.copy.apply.TableWriter.NewState;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.Table;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The rows of all tables inside one transaction: what applying a batch needs of a database. */
interface Rows {

    /** Takes the ownership locks of everything that the batch touches. */
    void lockOwners(Resolution resolution) throws SQLException;

    /** Writes each state unless its row ended or is as new; gives those written. */
    Map<EntityKey, Written> writeStates(Table table, List<NewState> states) throws SQLException;

    /** Ends each row unless it ended before; gives those ended. */
    Map<EntityKey, Written> writeEnds(Table table, List<NewEnd> ends) throws SQLException;

    /** Ends each row unless it ended before or is as new; gives those ended. */
    Map<EntityKey, Written> writeEndsIfNewer(Table table, List<NewEnd> ends) throws SQLException;

    /** Adds owners to live rows that collect them and whose states, being older, were not written. */
    void collectOwners(Table table, List<NewState> states) throws SQLException;

    /**
     * What is there now of some entities.
     *
     * @param lock keeps the rows as they are until the transaction ends
     */
    Map<EntityKey, Present> present(Table table, Collection<EntityKey> keys, boolean lock) throws SQLException;

    /** Ids among those given whose row ended. */
    Set<String> ended(Table table, Collection<String> ids) throws SQLException;

    /**
     * Live rows that belong to the given owners, with those owners; locked, sorted by key. None means that none is
     * left.
     */
    Map<EntityKey, List<@Nullable String>> liveOf(Table table, Map<Resource, Set<String>> ownerIds, int most)
            throws SQLException;

    /** Keys of ended rows that belong to the given owners and were written from the given partitions, locked. */
    Set<EntityKey> endedOf(Table table, Map<Resource, Set<String>> ownerIds, Set<Integer> writers) throws SQLException;

    /** Adds to the keys that roles ever had, each with the greatest time that it came with. */
    void rememberRoleKeys(SortedMap<RoleKeys.Name, RoleKeys.Times> keys) throws SQLException;
}
