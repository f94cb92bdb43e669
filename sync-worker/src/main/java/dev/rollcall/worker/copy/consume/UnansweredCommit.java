package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.BatchResult;
import dev.rollcall.worker.copy.batch.PolledBatch;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The batch whose commit Kafka was asked for and has not answered. It may have happened: then its records do not come
 * again, and whoever counts them has to hear of it here.
 */
final class UnansweredCommit {

    private @Nullable PolledBatch batch;
    private @Nullable BatchResult result;

    /** Kafka is about to be asked. */
    void asked(PolledBatch batch, BatchResult result) {
        this.batch = batch;
        this.result = result;
    }

    /** It was answered, or a batch begins that has not come so far. */
    void forget() {
        batch = null;
        result = null;
    }

    /**
     * Tells the listener of it if it happened. With another membership that cannot be known: somebody else may have
     * committed the same offsets since.
     *
     * @param consumer whose former transaction has ended by now, either way
     */
    void settle(Consumer<byte[], byte[]> consumer, LoopListener listener) {
        PolledBatch asked = batch;
        BatchResult then = result;
        if (asked == null || then == null) {
            return;
        }
        if (asked.isOf(consumer.groupMetadata())) {
            Map<TopicPartition, OffsetAndMetadata> wanted = asked.nextOffsets();
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(wanted.keySet());
            if (wanted.entrySet().stream()
                    .allMatch(entry -> isReached(entry.getValue(), committed.get(entry.getKey())))) {
                listener.committed(asked, then);
            }
        }
        forget();
    }

    private static boolean isReached(OffsetAndMetadata wanted, @Nullable OffsetAndMetadata committed) {
        return committed != null && committed.offset() >= wanted.offset();
    }
}
