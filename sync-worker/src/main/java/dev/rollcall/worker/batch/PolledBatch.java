package dev.rollcall.worker.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What one poll returned, with all that must be captured together with it.
 *
 * @param topicId Kafka's id of the topic that was read
 * @param slices one for each partition with records, in ascending order of partition
 * @param group the consumer's membership at the poll: a stale one is refused when offsets are committed
 */
public record PolledBatch(Uuid topicId, SequencedMap<TopicPartition, Slice> slices, ConsumerGroupMetadata group) {

    /**
     * Consecutive records of one partition.
     *
     * @param start position before the first record; differs from its offset where a transaction's marker stood
     * @param next position after the last
     */
    public record Slice(long start, long next, List<SourceRecord> records) {

        private Slice first(int count) {
            return count == records.size()
                    ? this
                    : new Slice(start, records.get(count).offset(), List.copyOf(records.subList(0, count)));
        }
    }

    public int size() {
        return slices.values().stream()
                .mapToInt(slice -> slice.records().size())
                .sum();
    }

    public List<SourceRecord> records() {
        List<SourceRecord> records = new ArrayList<>(size());
        slices.values().forEach(slice -> records.addAll(slice.records()));
        return records;
    }

    /** The offsets that the group has when this batch is done. */
    public Map<TopicPartition, OffsetAndMetadata> nextOffsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
        slices.forEach((partition, slice) -> offsets.put(partition, new OffsetAndMetadata(slice.next())));
        return offsets;
    }

    /** The first records of each partition, at most {@code limit} in all and at least one. */
    public PolledBatch limitedTo(int limit) {
        int size = size();
        if (size <= limit) {
            return this;
        }
        SequencedMap<TopicPartition, Slice> limited = new LinkedHashMap<>();
        int left = Math.max(1, limit);
        for (Map.Entry<TopicPartition, Slice> entry : slices.entrySet()) {
            int all = entry.getValue().records().size();
            int share = Math.min(left, Math.max(1, (int) ((long) all * limit / size)));
            if (share > 0) {
                limited.put(entry.getKey(), entry.getValue().first(share));
                left -= share;
            }
        }
        return new PolledBatch(topicId, limited, group);
    }
}
