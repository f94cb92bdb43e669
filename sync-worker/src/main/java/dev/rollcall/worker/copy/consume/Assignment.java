package dev.rollcall.worker.copy.consume;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** Limits what a loop remembers to its assigned partitions; a new partition is not read before it has a position. */
record Assignment(Consumer<byte[], byte[]> consumer, Positions positions, Holds holds, Condemned condemned)
        implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        positions.forget(revoked);
        holds.forget(revoked);
        condemned.forget(revoked);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        positions.forget(assigned);
        // A placeholder that is never read from: without any position the consumer would look for one itself.
        assigned.forEach(partition -> consumer.seek(partition, 0));
        consumer.pause(assigned);
    }
}
