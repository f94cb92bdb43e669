package dev.rollcall.worker.copy.consume;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Where the next batch of each partition begins, and in which topic: one made again has another id. An assigned
 * partition without a position is not read yet.
 */
final class Positions {

    private final LoopSources sources;
    private final Runnable goesOn;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private @Nullable Uuid topic;

    /** @param goesOn called between any two calls that may block */
    Positions(LoopSources sources, Runnable goesOn) {
        this.sources = sources;
        this.goesOn = goesOn;
    }

    /**
     * Finds the missing positions, and seeks to them.
     *
     * @return whether the topic is another one than before, so that no known offset means anything
     */
    boolean take(Consumer<byte[], byte[]> consumer) throws SQLException {
        Set<TopicPartition> missing = new HashSet<>(consumer.assignment());
        missing.removeAll(next.keySet());
        if (missing.isEmpty()) {
            return false;
        }
        Uuid found = sources.freshTopicId();
        boolean another = topic != null && !topic.equals(found);
        if (another) {
            missing.addAll(consumer.assignment());
        }
        sources.positions()
                .of(consumer, missing, found, goesOn)
                .forEach((partition, position) -> seek(consumer, partition, position));
        topic = found;
        return another;
    }

    /** Null when there is none. */
    @Nullable Long of(TopicPartition partition) {
        return next.get(partition);
    }

    boolean areIn(Uuid topicId) {
        return topicId.equals(topic);
    }

    /** The consumer is there already. */
    void move(TopicPartition partition, long position) {
        next.put(partition, position);
    }

    void seek(Consumer<byte[], byte[]> consumer, TopicPartition partition, long position) {
        consumer.seek(partition, position);
        next.put(partition, position);
    }

    /** To be found again. */
    void forget(Collection<TopicPartition> partitions) {
        next.keySet().removeAll(partitions);
    }

    void clear() {
        next.clear();
    }

    void clearIfTopicWasMadeAgain() {
        if (topic != null && sources.wasMadeAgain(topic)) {
            clear();
        }
    }
}
