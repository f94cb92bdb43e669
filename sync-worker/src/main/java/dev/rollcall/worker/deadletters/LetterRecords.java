package dev.rollcall.worker.deadletters;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.topics.TopicDeclaration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the exact records of dead letters: where they stood in {@code clerk.events}, as long as that is the same topic
 * and still has them, and else their copies in {@code clerk.events.dead-letter}, which has them for longer.
 */
final class LetterRecords implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** Reading over this many records is cheaper than fetching anew. */
    private static final int READ_OVER = 1_000;

    /** Clocks of database and worker differ, but not by so much. */
    private static final Duration BEFORE_FAILURE = Duration.ofHours(1);

    private final Topics topics;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * A record that was found.
     *
     * @param topic where
     */
    record Found(ConsumerRecord<byte[], byte[]> record, String topic) {}

    LetterRecords(Map<String, Object> kafka, Topics topics) {
        this.topics = topics;
        admin = Admin.create(kafka);
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Those that cannot be found any more are missing. */
    Map<LetterId, Found> find(List<DeadLetter> letters) {
        Map<LetterId, Found> found = new HashMap<>();
        Uuid current = TopicDeclaration.idOf(admin, topics.events());
        UUID topicId = new UUID(current.getMostSignificantBits(), current.getLeastSignificantBits());
        letters.stream()
                .filter(letter ->
                        topicId.equals(letter.topicId()) && letter.topic().equals(topics.events()))
                .collect(Collectors.groupingBy(DeadLetter::stood))
                .forEach((partition, there) -> findInPlace(partition, there, found));
        List<DeadLetter> missing = letters.stream()
                .filter(letter -> !found.containsKey(letter.id()))
                .toList();
        if (!missing.isEmpty()) {
            findCopies(missing, found);
        }
        return found;
    }

    private void findInPlace(TopicPartition partition, List<DeadLetter> letters, Map<LetterId, Found> found) {
        TreeMap<Long, DeadLetter> wanted = new TreeMap<>();
        letters.forEach(letter -> wanted.put(letter.id().offset(), letter));
        List<TopicPartition> one = List.of(partition);
        long start = consumer.beginningOffsets(one).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(one).getOrDefault(partition, 0L);
        consumer.assign(one);
        Long next = wanted.ceilingKey(start);
        if (next != null) {
            consumer.seek(partition, next);
        }
        Patience patience = new Patience();
        while (next != null && next < end) {
            if (next - consumer.position(partition) > READ_OVER) {
                consumer.seek(partition, next);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                DeadLetter letter = wanted.get(record.offset());
                if (letter != null && isMessageOf(letter, record)) {
                    found.put(letter.id(), new Found(record, partition.topic()));
                }
            }
            // A wanted offset without a record is a transaction's marker.
            patience.spend(consumer.position(partition));
            next = wanted.ceilingKey(consumer.position(partition));
        }
    }

    /** Ends a read that does not get on: Kafka is away. */
    private static final class Patience {

        private long giveUp = System.nanoTime() + LONGEST.toNanos();
        private long before = -1;

        void spend(long position) {
            if (position != before) {
                before = position;
                giveUp = System.nanoTime() + LONGEST.toNanos();
            } else if (System.nanoTime() - giveUp > 0) {
                throw new TimeoutException("Kafka did not answer within %d s".formatted(LONGEST.toSeconds()));
            }
        }
    }

    private void findCopies(Collection<DeadLetter> letters, Map<LetterId, Found> found) {
        Map<String, DeadLetter> wanted = new HashMap<>();
        letters.forEach(letter -> wanted.put(place(letter), letter));
        long oldest = letters.stream()
                .mapToLong(letter -> letter.failedAt().toEpochMilli())
                .min()
                .orElse(0);
        List<TopicPartition> partitions = consumer.partitionsFor(topics.deadLetters()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> from = new HashMap<>();
        partitions.forEach(partition -> from.put(partition, Math.max(0, oldest - BEFORE_FAILURE.toMillis())));
        Map<TopicPartition, Long> unread = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(from);
        unread.keySet().removeIf(partition -> starts.get(partition) == null);
        consumer.assign(unread.keySet());
        starts.forEach((partition, start) -> {
            if (start != null) {
                consumer.seek(partition, start.offset());
            }
        });
        Patience patience = new Patience();
        while (!unread.isEmpty() && !wanted.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                DeadLetter letter = wanted.get(place(record));
                if (letter != null
                        && isMessageOf(letter, record)
                        && letter.code().equals(text(record, EventHeaders.FAILURE_CODE))
                        && text(record, EventHeaders.BYTES_LEFT_OUT) == null) {
                    found.put(letter.id(), new Found(record, topics.deadLetters()));
                    wanted.remove(place(letter));
                }
            }
            patience.spend(
                    unread.keySet().stream().mapToLong(consumer::position).sum());
            unread.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        }
    }

    private static String place(DeadLetter letter) {
        return letter.topic() + " " + letter.partition() + " " + letter.id().offset();
    }

    private static String place(ConsumerRecord<byte[], byte[]> copy) {
        return text(copy, EventHeaders.ORIGIN_TOPIC) + " " + text(copy, EventHeaders.ORIGIN_PARTITION) + " "
                + text(copy, EventHeaders.ORIGIN_OFFSET);
    }

    /** Guards against a topic that was made again, whose offsets name other records. */
    private static boolean isMessageOf(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) {
        return letter.messageId() == null || letter.messageId().equals(text(record, EventHeaders.MESSAGE_ID));
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
        admin.close(Duration.ZERO);
    }
}
