package dev.rollcall.worker.lookup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest records of one key. A topic has no index by key, so its partition is read backwards, piece by piece,
 * until its start or for some seconds; what was searched is told with what was found.
 */
final class KeySearch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final int FIRST_PIECE = 5_000;
    private static final int LARGEST_PIECE = 80_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final long giveUpNanos;

    /**
     * What there is.
     *
     * @param records oldest first
     * @param sinceMillis time of the oldest record that was looked at; null when there is none at all
     * @param complete whether everything was looked at that the topic still has
     */
    record Found(
            List<ConsumerRecord<byte[], byte[]>> records,
            @Nullable Long sinceMillis,
            boolean complete) {}

    /** @param patience for all searches together */
    KeySearch(Map<String, Object> kafka, Duration patience) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        giveUpNanos = System.nanoTime() + patience.toNanos();
    }

    /** @param most the most records to keep, the newest */
    Found find(String topic, String key, int most) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int partitions = consumer.partitionsFor(topic).size();
        TopicPartition partition = new TopicPartition(topic, Utils.toPositive(Utils.murmur2(bytes)) % partitions);
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long start = consumer.beginningOffsets(one).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(one).getOrDefault(partition, 0L);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        Long since = null;
        int piece = FIRST_PIECE;
        while (end > start && found.size() < most) {
            long from = Math.max(start, end - piece);
            List<ConsumerRecord<byte[], byte[]>> here = new ArrayList<>();
            Long oldest = read(partition, from, end, bytes, here);
            if (System.nanoTime() - giveUpNanos > 0) {
                return new Found(newest(found, most), since, false);
            }
            since = oldest == null ? since : oldest;
            found.addAll(0, here);
            end = from;
            piece = Math.min(LARGEST_PIECE, piece * 2);
        }
        return new Found(newest(found, most), since, end <= start && found.size() <= most);
    }

    /** @return time of the first record; null when there is none */
    private @Nullable Long read(
            TopicPartition partition, long from, long end, byte[] key, List<ConsumerRecord<byte[], byte[]>> matching) {
        consumer.seek(partition, from);
        Long oldest = null;
        while (consumer.position(partition) < end && System.nanoTime() - giveUpNanos < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    oldest = oldest == null ? Long.valueOf(record.timestamp()) : oldest;
                    if (Arrays.equals(record.key(), key)) {
                        matching.add(record);
                    }
                }
            }
        }
        return oldest;
    }

    private static List<ConsumerRecord<byte[], byte[]>> newest(List<ConsumerRecord<byte[], byte[]>> all, int most) {
        return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
