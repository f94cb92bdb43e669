package dev.rollcall.worker.copy.consume;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Partitions that wait because their first record fails alone. The others continue. */
final class Holds {

    private static final long POSTPONED_NANOS = 500_000_000L;

    private record Hold(long untilNanos, int attempts) {}

    private final Map<TopicPartition, Hold> held = new HashMap<>();

    boolean contains(TopicPartition partition) {
        return held.containsKey(partition);
    }

    int size() {
        return held.size();
    }

    /** A partition whose wait is over, to be tried alone; null when there is none. */
    @Nullable TopicPartition due(long nowNanos) {
        return held.entrySet().stream()
                .filter(entry -> entry.getValue().untilNanos() - nowNanos <= 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** Holds a partition, longer each time. */
    void hold(TopicPartition partition, long nowNanos, Recovery recovery) {
        Hold before = held.get(partition);
        int attempts = before == null ? 1 : before.attempts() + 1;
        long wait = recovery.waitAfter(attempts + 3).toNanos();
        held.put(partition, new Hold(nowNanos + wait, attempts));
    }

    /** A partition whose turn it was had no records: others come first. */
    void postpone(TopicPartition partition, long nowNanos) {
        Hold before = held.get(partition);
        held.put(partition, new Hold(nowNanos + POSTPONED_NANOS, before == null ? 1 : before.attempts()));
    }

    void release(TopicPartition partition) {
        held.remove(partition);
    }

    void forget(Collection<TopicPartition> partitions) {
        held.keySet().removeAll(partitions);
    }

    void clear() {
        held.clear();
    }
}
