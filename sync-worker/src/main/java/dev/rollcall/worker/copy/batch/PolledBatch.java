package dev.rollcall.worker.copy.batch;

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

        long bytes() {
            return records.stream().mapToLong(SourceRecord::bytes).sum();
        }

        /** How many of its first records fit within the limit. */
        private int fitting(int most, long bytes) {
            int count = 0;
            long left = bytes;
            while (count < most && count < records.size()) {
                left -= records.get(count).bytes();
                if (left < 0) {
                    return count;
                }
                count++;
            }
            return count;
        }

        private Slice first(int count) {
            return count == records.size()
                    ? this
                    : new Slice(start, records.get(count).offset(), List.copyOf(records.subList(0, count)));
        }
    }

    /** Whether a membership is that of the poll. */
    public boolean isOf(ConsumerGroupMetadata now) {
        return now.generationId() == group.generationId() && now.memberId().equals(group.memberId());
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

    /** Of all records, uncompressed. */
    public long bytes() {
        return slices.values().stream().mapToLong(Slice::bytes).sum();
    }

    /** The first records of each partition, within the limit in all, and at least one. */
    public PolledBatch limitedTo(BatchLimit limit) {
        int size = size();
        long bytes = bytes();
        if (size <= limit.records() && bytes <= limit.bytes()) {
            return this;
        }
        SequencedMap<TopicPartition, Slice> limited = new LinkedHashMap<>();
        int recordsLeft = limit.records();
        long bytesLeft = limit.bytes();
        long bytesAhead = bytes;
        for (Map.Entry<TopicPartition, Slice> entry : slices.entrySet()) {
            Slice slice = entry.getValue();
            long all = slice.bytes();
            int share = (int) Math.max(1, (long) slice.records().size() * limit.records() / size);
            // It also gets what the partitions before it did not use.
            long byteShare = bytes <= limit.bytes() ? bytesLeft : (long) ((double) bytesLeft * all / bytesAhead);
            int count = slice.fitting(Math.min(share, recordsLeft), byteShare);
            if (count > 0) {
                Slice first = slice.first(count);
                limited.put(entry.getKey(), first);
                recordsLeft -= count;
                bytesLeft -= first.bytes();
            }
            bytesAhead -= all;
        }
        if (limited.isEmpty()) {
            limited.put(
                    slices.firstEntry().getKey(), slices.firstEntry().getValue().first(1));
        }
        return new PolledBatch(topicId, limited, group);
    }
}
