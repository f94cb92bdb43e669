package dev.rollcall.worker.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads {@code clerk.events} without being a member of any group. */
final class LogReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** What to do with a record. */
    interface Reader {
        void read(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;
    }

    LogReader(Map<String, Object> kafka, String topic) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    Map<TopicPartition, Long> starts() {
        return consumer.beginningOffsets(partitions);
    }

    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    /** Reads the window's records that stand before the given ends, each partition in its order. */
    void read(Window window, Map<TopicPartition, Long> ends, Reader reader) throws InterruptedException {
        Map<TopicPartition, Long> from = new HashMap<>();
        partitions.forEach(
                partition -> from.put(partition, Math.max(0, window.from().toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> begin = consumer.offsetsForTimes(from);
        Map<TopicPartition, Long> unread = new HashMap<>(ends);
        unread.keySet().removeIf(partition -> begin.get(partition) == null);
        consumer.assign(unread.keySet());
        begin.forEach((partition, first) -> {
            if (first != null && unread.containsKey(partition)) {
                consumer.seek(partition, first.offset());
            }
        });
        long giveUp = System.nanoTime() + LONGEST.toNanos();
        unread.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        while (!unread.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (record.offset() < end && window.contains(record.timestamp())) {
                    reader.read(record);
                }
                giveUp = System.nanoTime() + LONGEST.toNanos();
            }
            if (System.nanoTime() - giveUp > 0) {
                throw new TimeoutException("Kafka did not answer within %d s".formatted(LONGEST.toSeconds()));
            }
            unread.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }
}
