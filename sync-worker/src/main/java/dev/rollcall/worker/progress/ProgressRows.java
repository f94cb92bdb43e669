package dev.rollcall.worker.progress;

import dev.rollcall.worker.batch.PolledBatch;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The rows of {@code rollcall.progress} inside one transaction. */
interface ProgressRows {

    /** Locks, in ascending order, those rows of the batch's partitions that exist. */
    Map<TopicPartition, Progress.Stored> select(PolledBatch batch) throws SQLException;

    /** Makes those that do not, each at its slice's start. */
    void insertMissing(PolledBatch batch) throws SQLException;
}
