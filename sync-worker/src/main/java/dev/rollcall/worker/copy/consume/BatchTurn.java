package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.failure.Failure;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What a batch asks and tells the loop that runs it. */
public interface BatchTurn {

    /** Why a record is to be put into the dead letters instead of being applied; null when it is not. */
    @Nullable Failure failureOf(SourceRecord record);

    /** Asked before the database commits. */
    boolean assignmentUnchanged();

    /** The first offset that Kafka still has of a partition. */
    long logStart(TopicPartition partition);

    /** Epoch milliseconds, by the loop's clock. */
    long nowMillis();

    /** A sign of life, between any two calls that may block: each is bounded by 15 s, their sum is not. */
    void goesOn();

    /** The database has committed and Kafka is about to: should its answer not come, only Kafka knows what this batch was. */
    void committing(BatchResult result);

    /** The batch has come this far; a sign of life as well. */
    void reached(BatchStep step);
}
