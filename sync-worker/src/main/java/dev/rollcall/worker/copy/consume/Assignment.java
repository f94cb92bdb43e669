package dev.rollcall.worker.copy.consume;

import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Limits what a loop remembers to its assigned partitions; a new partition is not read before it has a position.
 *
 * @param told hears all that are assigned, whenever Kafka has assigned them anew
 */
record Assignment(
        Consumer<byte[], byte[]> consumer, Partitions partitions, java.util.function.Consumer<Set<TopicPartition>> told)
        implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        partitions.forget(revoked);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        partitions.lose(assigned);
        // A placeholder that is never read from: without any position the consumer would look for one itself.
        assigned.forEach(partition -> consumer.seek(partition, 0));
        consumer.pause(assigned);
        told.accept(consumer.assignment());
    }
}
