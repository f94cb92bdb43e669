package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.failure.Failure;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Records that failed alone while a control write succeeded: the next batch makes dead letters of them. */
public final class Condemned {

    private final Map<TopicPartition, Map<Long, Failure>> failures = new HashMap<>();

    void add(SourceRecord record, Failure failure) {
        failures.computeIfAbsent(record.partition(), partition -> new HashMap<>())
                .put(record.offset(), failure);
    }

    public @Nullable Failure failureOf(SourceRecord record) {
        return failures.isEmpty()
                ? null
                : failures.getOrDefault(record.partition(), Map.of()).get(record.offset());
    }

    /** Forgets what is committed. */
    void committed(TopicPartition partition, long next) {
        Map<Long, Failure> byOffset = failures.get(partition);
        if (byOffset != null) {
            byOffset.keySet().removeIf(offset -> offset < next);
            if (byOffset.isEmpty()) {
                failures.remove(partition);
            }
        }
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(failures::remove);
    }

    void clear() {
        failures.clear();
    }
}
