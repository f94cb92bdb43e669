package dev.rollcall.worker.copy.consume;

import dev.rollcall.model.topic.PollBounds;
import dev.rollcall.worker.copy.batch.BatchLimit;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Makes a batch of several polls. One poll has few records, since nothing else bounds their decompressed size; the next
 * polls take only what the client already has, so a lone event is never delayed.
 *
 * <p>Membership and topic are those of the first poll. When the partitions change between two polls, some of what was
 * gathered may be lost, so all of it is dropped and read again.
 */
final class Gathering {

    private final Consumer<byte[], byte[]> consumer;
    private final Partitions partitions;
    private final Supplier<Uuid> topic;
    private final Supplier<ConsumerRecords<byte[], byte[]>> more;
    private final BatchLimit limit;
    private final PollBounds polls;

    private final Map<TopicPartition, List<SourceRecord>> records = new HashMap<>();
    private final Map<TopicPartition, Span> spans = new HashMap<>();
    private int size;
    private long bytes;
    private long lastBytes;

    /**
     * For one batch.
     *
     * @param topic asks for the topic's id
     * @param more polls for what the client has at hand
     * @param polls the bounds of the consumer
     */
    Gathering(
            Consumer<byte[], byte[]> consumer,
            Partitions partitions,
            Supplier<Uuid> topic,
            Supplier<ConsumerRecords<byte[], byte[]>> more,
            BatchLimit limit,
            PollBounds polls) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.topic = topic;
        this.more = more;
        this.limit = limit;
        this.polls = polls;
    }

    /**
     * The positions of a partition before and after what was polled of it.
     *
     * @param start differs from the first record's offset where a transaction's marker stood
     */
    record Span(long start, long next) {}

    /**
     * A batch, and how far the consumer has gone for it.
     *
     * @param polled of each partition that was polled; the batch may have less, and none of some
     */
    record Gathered(PolledBatch batch, Map<TopicPartition, Span> polled) {}

    /**
     * Adds to what a poll returned.
     *
     * @return null when the member's partitions changed meanwhile: every position has to be found anew
     */
    @Nullable Gathered from(ConsumerRecords<byte[], byte[]> first) {
        ConsumerGroupMetadata group = consumer.groupMetadata();
        Uuid topicId = topic.get();
        ConsumerRecords<byte[], byte[]> polled = first;
        while (!polled.isEmpty()) {
            add(polled);
            polled = hasRoom() ? atHand() : ConsumerRecords.empty();
        }
        return isSame(group, consumer.groupMetadata()) ? gathered(topicId, group) : null;
    }

    /** Whether one more poll like the last would fit: records that are cut off are fetched again. */
    private boolean hasRoom() {
        return size + polls.records() <= limit.records() && bytes + lastBytes <= limit.bytes();
    }

    private ConsumerRecords<byte[], byte[]> atHand() {
        try {
            return more.get();
        } catch (RuntimeException failed) {
            // The consumer's positions are already past what was gathered.
            partitions.loseAll();
            throw failed;
        }
    }

    private void add(ConsumerRecords<byte[], byte[]> polled) {
        long before = bytes;
        for (TopicPartition partition : polled.partitions()) {
            List<SourceRecord> all = records.computeIfAbsent(partition, added -> new ArrayList<>());
            polled.records(partition).forEach(record -> {
                SourceRecord source = new SourceRecord(record);
                all.add(source);
                bytes += source.bytes();
                size++;
            });
            Span span = spans.get(partition);
            OffsetAndMetadata following = polled.nextOffsets().get(partition);
            long next = following == null ? all.getLast().offset() + 1 : following.offset();
            spans.put(partition, new Span(span == null ? startOf(partition, all) : span.start(), next));
        }
        lastBytes = bytes - before;
    }

    private long startOf(TopicPartition partition, List<SourceRecord> all) {
        Long start = partitions.of(partition).position();
        return start == null ? all.getFirst().offset() : start;
    }

    private Gathered gathered(Uuid topicId, ConsumerGroupMetadata group) {
        Map<Integer, TopicPartition> ascending = new TreeMap<>();
        records.keySet().forEach(partition -> ascending.put(partition.partition(), partition));
        SequencedMap<TopicPartition, PolledBatch.Slice> slices = new LinkedHashMap<>();
        for (TopicPartition partition : ascending.values()) {
            Span span = spans.getOrDefault(partition, new Span(0, 0));
            slices.put(
                    partition,
                    new PolledBatch.Slice(
                            span.start(), span.next(), List.copyOf(records.getOrDefault(partition, List.of()))));
        }
        return new Gathered(new PolledBatch(topicId, slices, group).limitedTo(limit), Map.copyOf(spans));
    }

    private boolean isSame(ConsumerGroupMetadata group, ConsumerGroupMetadata now) {
        return group.generationId() == now.generationId()
                && group.memberId().equals(now.memberId())
                && consumer.assignment().containsAll(records.keySet());
    }
}
