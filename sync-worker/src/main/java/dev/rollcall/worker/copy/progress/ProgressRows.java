package dev.rollcall.worker.copy.progress;

import dev.rollcall.worker.copy.batch.PolledBatch;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The rows of {@code rollcall.progress} inside one transaction. */
interface ProgressRows {

    /**
     * Those rows of the batch's partitions that exist, and the Clerk instance that the database is bound to, or null.
     */
    record Locked(
            Map<TopicPartition, Progress.Stored> rows,
            @Nullable String instance) {}

    /** Locks them in ascending order. */
    Locked select(PolledBatch batch) throws SQLException;

    /** Makes those that do not, each at its slice's start. */
    void insertMissing(PolledBatch batch) throws SQLException;
}
