package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of one table inside a transaction. */
interface TableRows {

    /** A state to write unless the row ended or is as new. */
    record NewState(EntityKey key, Row row, Owners owners, EntityVersion version, Coordinates writer) {}

    /** An end to write unless the row ended before. */
    record NewEnd(
            EntityKey key, Owners owners, EntityVersion version, Coordinates writer, List<@Nullable String> kept) {

        /** An end without a stub. */
        NewEnd(EntityKey key, Owners owners, EntityVersion version, Coordinates writer) {
            this(key, owners, version, writer, List.of());
        }
    }

    /** Writes each state unless its row ended or is as new; gives those written. */
    Map<EntityKey, Written> writeStates(List<NewState> states) throws SQLException;

    /** Ends each row unless it ended before; gives those ended. */
    Map<EntityKey, Written> writeEnds(List<NewEnd> ends) throws SQLException;

    /** Ends each row unless it ended before or is as new; gives those ended. */
    Map<EntityKey, Written> writeEndsIfNewer(List<NewEnd> ends) throws SQLException;

    /** Adds owners to live rows that collect them and whose states, being older, were not written. */
    void collectOwners(List<NewState> states) throws SQLException;

    /**
     * What is there now of some entities.
     *
     * @param lock keeps the rows as they are until the transaction ends
     */
    Map<EntityKey, Present> present(Collection<EntityKey> keys, boolean lock) throws SQLException;

    /** Ids among those given whose row ended. */
    Set<String> ended(Collection<String> ids) throws SQLException;

    /** Takes rows, with their owners, that the transaction has locked. */
    interface LockedRows {

        void accept(Map<EntityKey, Owners> rows) throws SQLException;
    }

    /** Locks the live rows that belong to the given owners in the order of their keys, and hands on so many at a time. */
    void forLiveOf(Set<Owner> owners, int step, LockedRows action) throws SQLException;

    /** Keys of ended rows that belong to the given owners and were written by one of the given records, locked. */
    Set<EntityKey> endedOf(Set<Owner> owners, Set<Coordinates> writers) throws SQLException;
}
