package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.failure.Failure;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The partitions of a loop and what it knows of each, and in which topic: one made again has another id. */
final class Partitions {

    private static final long BETWEEN_LOOKS_NANOS = 5_000_000_000L;

    private final LoopSources sources;
    private final Runnable goesOn;
    private final Map<TopicPartition, PartitionState> states = new HashMap<>();
    /** The offset after what the database held of each partition when it was last asked or written. */
    private final Map<TopicPartition, Long> held = new HashMap<>();

    private @Nullable Uuid topic;
    private long askedNanos;

    /** @param goesOn called between any two calls that may block */
    Partitions(LoopSources sources, Runnable goesOn) {
        this.sources = sources;
        this.goesOn = goesOn;
    }

    PartitionState of(TopicPartition partition) {
        return states.getOrDefault(partition, PartitionState.NEW);
    }

    /** Only of partitions that are this loop's: of all others nothing is known. */
    private void change(TopicPartition partition, UnaryOperator<PartitionState> change) {
        states.computeIfPresent(partition, (key, state) -> change.apply(state));
    }

    /**
     * Finds the missing positions, and seeks to them.
     *
     * @return whether the topic is another one than before, so that nothing known of a partition means anything
     */
    boolean findPositions(Consumer<byte[], byte[]> consumer) throws SQLException {
        Set<TopicPartition> missing = new HashSet<>(consumer.assignment());
        missing.removeIf(partition -> of(partition).position() != null);
        if (missing.isEmpty()) {
            return false;
        }
        Uuid found = sources.freshTopicId();
        boolean another = topic != null && !topic.equals(found);
        if (another) {
            missing.addAll(consumer.assignment());
        }
        Map<TopicPartition, StartingPositions.Start> starts =
                sources.positions().of(consumer, missing, found, goesOn);
        if (another) {
            states.clear();
            held.clear();
        }
        starts.forEach((partition, start) -> {
            held.put(partition, start.held());
            seek(consumer, partition, start.position());
        });
        topic = found;
        return another;
    }

    boolean areIn(Uuid topicId) {
        return topicId.equals(topic);
    }

    void seek(Consumer<byte[], byte[]> consumer, TopicPartition partition, long position) {
        consumer.seek(partition, position);
        states.put(partition, of(partition).at(position));
    }

    /** The consumer is there already. */
    void committed(TopicPartition partition, long next) {
        held.put(partition, next);
        change(partition, state -> state.committed(next));
    }

    /** Their positions have to be found again. */
    void lose(Collection<TopicPartition> lost) {
        lost.forEach(partition -> change(partition, PartitionState::lost));
    }

    /** All positions have to be found again. */
    void loseAll() {
        states.replaceAll((partition, state) -> state.lost());
    }

    void loseAllIfTopicWasMadeAgain() {
        if (topic != null && sources.wasMadeAgain(topic)) {
            loseAll();
        }
    }

    /**
     * A restored database says with the next batch of a partition how far it is, and a quiet partition may have none for
     * long: so it is asked now and then. No answer says nothing.
     */
    void loseWhatTheDatabaseLost() {
        long now = sources.nanoTime();
        Uuid present = topic;
        if (present == null || now - askedNanos < BETWEEN_LOOKS_NANOS) {
            return;
        }
        askedNanos = now;
        goesOn.run();
        Map<Integer, Long> stored = sources.held(present);
        goesOn.run();
        if (stored == null) {
            return;
        }
        for (TopicPartition partition : List.copyOf(states.keySet())) {
            long next = stored.getOrDefault(partition.partition(), 0L);
            Long before = held.put(partition, next);
            if (before != null && next < before) {
                lose(Set.of(partition));
            }
        }
    }

    int heldCount() {
        return (int) states.values().stream().filter(PartitionState::isHeld).count();
    }

    /** A partition whose wait is over, to be tried alone; null when there is none. */
    @Nullable TopicPartition due(long nowNanos) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().isDue(nowNanos))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    void hold(TopicPartition partition, long nowNanos, Recovery recovery) {
        change(partition, state -> state.held(nowNanos, recovery));
    }

    void release(TopicPartition partition) {
        change(partition, PartitionState::released);
    }

    void condemn(SourceRecord record, Failure failure) {
        change(record.partition(), state -> state.condemned(record.offset(), failure));
    }

    /** They are others' now. */
    void forget(Collection<TopicPartition> gone) {
        states.keySet().removeAll(gone);
        held.keySet().removeAll(gone);
    }

    void forgetAll() {
        states.clear();
        held.clear();
    }
}
