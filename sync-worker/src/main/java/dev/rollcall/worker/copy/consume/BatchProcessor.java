package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.PolledBatch;
import java.sql.SQLException;

/** What the loop does with a batch: it is committed whole on both sides, or an exception leaves the outcome unknown. */
@FunctionalInterface
public interface BatchProcessor {

    /** @param kafka open, no transaction begun */
    BatchResult process(PolledBatch batch, KafkaTransaction kafka, BatchTurn turn) throws SQLException;
}
