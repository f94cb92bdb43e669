package dev.rollcall.worker.copy.store;

import dev.rollcall.worker.copy.progress.ProgressTable;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** The database as the loops see it: PostgreSQL, or in the simulation one in memory that has the same rule of order. */
public interface Store {

    /**
     * Begins a batch's transaction.
     *
     * @param goesOn called before each statement; an unanswered one is given up within 15 s
     */
    StoreTransaction begin(Runnable goesOn) throws SQLException;

    /** Where the database stands, by partition, without locking anything. */
    Map<Integer, ProgressTable.Position> positions(Uuid topicId) throws SQLException;

    /** Tells an outage from a bad record. */
    boolean controlWriteSucceeds();
}
