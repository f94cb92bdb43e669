package dev.rollcall.worker.operate.replay;

import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.prepare.kafka.TopicReader;
import dev.rollcall.worker.prepare.kafka.TopicReader.Stretch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code clerk.events} by time. */
final class LogReader implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final TopicReader topics;
    private final List<TopicPartition> partitions;

    /** What to do with a record. */
    interface Reader {
        void read(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;
    }

    LogReader(KafkaClients kafka, String topic) {
        topics = TopicReader.open(kafka);
        try {
            partitions = topics.partitions(topic);
        } catch (RuntimeException | Error failed) {
            topics.close();
            throw failed;
        }
    }

    Map<TopicPartition, Long> starts() {
        return topics.starts(partitions);
    }

    Map<TopicPartition, Long> ends() {
        return topics.ends(partitions);
    }

    /** Reads the window's records that stand before the given ends, each partition in its order. */
    void read(Window window, Map<TopicPartition, Long> ends, Reader reader) throws InterruptedException {
        Map<TopicPartition, Stretch> stretches = new HashMap<>();
        topics.firstSince(partitions, window.from().toEpochMilli())
                .forEach((partition, first) ->
                        stretches.put(partition, new Stretch(first, ends.getOrDefault(partition, 0L))));
        topics.read(stretches, LONGEST, record -> {
            if (window.contains(record.timestamp())) {
                reader.read(record);
            }
            return true;
        });
    }

    @Override
    public void close() {
        topics.close();
    }
}
