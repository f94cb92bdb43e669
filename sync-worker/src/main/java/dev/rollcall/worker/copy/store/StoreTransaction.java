package dev.rollcall.worker.copy.store;

import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.instance.BoundInstance;
import dev.rollcall.worker.copy.progress.Progress;
import java.sql.SQLException;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/** What one batch does in the database, in this order, all or nothing. */
public interface StoreTransaction extends AutoCloseable, BoundInstance {

    /**
     * Locks the progress rows of the batch's partitions in ascending order, and reads the binding, which it holds.
     *
     * @param logStart the first offset that Kafka still has of a partition
     * @throws dev.rollcall.worker.copy.progress.DatabaseWentBackException when the database stands before the batch
     * @throws dev.rollcall.worker.prepare.database.WrongDatabaseException when the worker must not write there
     */
    Progress lock(PolledBatch batch, ToLongFunction<TopicPartition> logStart) throws SQLException;

    /** Writes what is newer, rejected records into the dead letters' projection, and says what has to be announced. */
    Applied apply(Resolution resolution, Progress progress) throws SQLException;

    /** Raises the locked progress rows to this batch. */
    void advance(PolledBatch batch, Progress progress) throws SQLException;

    void commit() throws SQLException;

    /** Ends the transaction now, not when the pool gets to it: it holds locks. After a commit it does nothing. */
    void rollBack() throws SQLException;

    @Override
    void close() throws SQLException;
}
