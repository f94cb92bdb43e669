package dev.rollcall.worker.prepare.kafka;

import dev.rollcall.model.topic.PollBounds;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads stretches of topics, without being a member of any group: the one way for everything that reads beside the
 * loops. It has a few records in memory at a time, hands them over one by one and keeps none; callers account for what
 * they keep. Few may be open in a process at once, since the loops work in the same heap.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int ANSWER_MILLIS = 10_000;

    private static final int MOST_OPEN = 2;
    private static final Semaphore OPEN = new Semaphore(MOST_OPEN, true);
    private static final int TURN_SECONDS = 10;

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Takes records. */
    @FunctionalInterface
    public interface Reader {

        /** @return whether to go on */
        boolean read(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;
    }

    /**
     * Consecutive offsets of one partition.
     *
     * @param from the first
     * @param end after the last
     */
    public record Stretch(long from, long end) {}

    /**
     * Opens it, waiting until others are closed if necessary.
     *
     * @param kafka settings of its clients; at least the bootstrap servers
     * @throws TimeoutException when others stay open
     */
    public static TopicReader open(Map<String, Object> kafka) {
        try {
            if (!OPEN.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException("the topics are being read by others; ask again");
            }
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
        try {
            return new TopicReader(kafka);
        } catch (RuntimeException | Error failed) {
            OPEN.release();
            throw failed;
        }
    }

    private TopicReader(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        settings.putAll(PollBounds.small().settings());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions);
    }

    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return consumer.endOffsets(partitions);
    }

    /** The first offsets at or after a time; partitions that have none are missing. */
    public Map<TopicPartition, Long> firstSince(Collection<TopicPartition> partitions, long epochMillis) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, epochMillis)));
        Map<TopicPartition, Long> first = new HashMap<>();
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(times).entrySet()) {
            if (found.getValue() != null) {
                first.put(found.getKey(), found.getValue().offset());
            }
        }
        return first;
    }

    /**
     * Hands over the records of some stretches, each partition in its order, until the reader declines more.
     *
     * @param patience how long Kafka may take to give anything more
     * @throws TimeoutException when it takes longer
     */
    public void read(Map<TopicPartition, Stretch> stretches, Duration patience, Reader reader)
            throws InterruptedException {
        Map<TopicPartition, Stretch> unread = new HashMap<>(stretches);
        unread.values().removeIf(stretch -> stretch.from() >= stretch.end());
        consumer.assign(unread.keySet());
        // What an earlier read came to the end of is still paused.
        consumer.resume(unread.keySet());
        unread.forEach((partition, stretch) -> consumer.seek(partition, stretch.from()));
        long before = -1;
        long giveUp = 0;
        while (!unread.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Stretch stretch = stretches.get(new TopicPartition(record.topic(), record.partition()));
                if (stretch != null && record.offset() < stretch.end() && !reader.read(record)) {
                    return;
                }
            }
            // A transaction's marker has an offset too, but is not a record.
            long position =
                    unread.keySet().stream().mapToLong(consumer::position).sum();
            if (position != before) {
                before = position;
                giveUp = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() - giveUp > 0) {
                throw new TimeoutException("Kafka did not answer within %d s".formatted(patience.toSeconds()));
            }
            if (unread.entrySet()
                    .removeIf(stretch -> consumer.position(stretch.getKey())
                            >= stretch.getValue().end())) {
                consumer.pause(consumer.assignment().stream()
                        .filter(partition -> !unread.containsKey(partition))
                        .toList());
                before = -1;
            }
        }
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } finally {
            OPEN.release();
        }
    }
}
