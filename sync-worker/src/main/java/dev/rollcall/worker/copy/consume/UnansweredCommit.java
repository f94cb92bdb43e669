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

    private record Asked(PolledBatch batch, BatchResult result) {}

    private @Nullable Asked asked;

    /** Kafka is about to be asked. */
    void asked(PolledBatch batch, BatchResult result) {
        asked = new Asked(batch, result);
    }

    /** It was answered, or a batch begins that has not come so far. */
    void forget() {
        asked = null;
    }

    /**
     * If it happened, tells the listener, and nothing of its partitions waits any longer. Where they have been away since,
     * that cannot be known: somebody else may have committed the same offsets.
     *
     * @param consumer whose former transaction has ended by now, either way
     */
    void settle(Consumer<byte[], byte[]> consumer, Partitions partitions, LoopListener listener) {
        Asked unanswered = asked;
        if (unanswered == null) {
            return;
        }
        PolledBatch batch = unanswered.batch();
        Map<TopicPartition, OffsetAndMetadata> wanted = batch.nextOffsets();
        if (batch.isOf(consumer.groupMetadata()) && consumer.assignment().containsAll(wanted.keySet())) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(wanted.keySet());
            if (wanted.entrySet().stream()
                    .allMatch(entry -> isReached(entry.getValue(), committed.get(entry.getKey())))) {
                wanted.keySet().forEach(partitions::release);
                listener.committed(batch, unanswered.result());
            }
        }
        forget();
    }

    private static boolean isReached(OffsetAndMetadata wanted, @Nullable OffsetAndMetadata committed) {
        return committed != null && committed.offset() >= wanted.offset();
    }
}
