package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.BatchStep;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.failure.Failure;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One batch of a loop, as seen from the batch. */
record LoopTurn(
        Consumer<byte[], byte[]> consumer,
        PolledBatch batch,
        Partitions partitions,
        LoopState state,
        UnansweredCommit commit,
        LoopListener listener)
        implements BatchTurn {

    @Override
    public @Nullable Failure failureOf(SourceRecord record) {
        return partitions.of(record.partition()).failureAt(record.offset());
    }

    @Override
    public boolean assignmentUnchanged() {
        return batch.isOf(consumer.groupMetadata())
                && consumer.assignment().containsAll(batch.slices().keySet());
    }

    @Override
    public long logStart(TopicPartition partition) {
        return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    @Override
    public void goesOn() {
        state.goesOn();
    }

    @Override
    public long nowMillis() {
        return state.nowMillis();
    }

    @Override
    public void committing(BatchResult result) {
        commit.asked(batch, result);
    }

    @Override
    public void reached(BatchStep step) {
        state.goesOn();
        listener.reached(step);
    }
}
