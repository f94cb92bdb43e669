package dev.rollcall.worker.consume;

import dev.rollcall.worker.batch.BatchResult;
import dev.rollcall.worker.batch.PolledBatch;
import dev.rollcall.worker.transaction.KafkaTransaction;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/** What the loop does with a batch: all of it, committed on both sides, or an exception and nothing known. */
@FunctionalInterface
public interface BatchProcessor {

    /**
     * @param condemned records to put into the dead letters instead of applying them
     * @param kafka open, no transaction begun
     * @param assignmentUnchanged asked before the database commits
     * @param logStart the first offset that Kafka still has of a partition
     */
    BatchResult process(
            PolledBatch batch,
            Condemned condemned,
            KafkaTransaction kafka,
            BooleanSupplier assignmentUnchanged,
            ToLongFunction<TopicPartition> logStart)
            throws SQLException;
}
