package dev.rollcall.worker.operate.deadletters;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import dev.rollcall.worker.prepare.kafka.TopicReader;
import dev.rollcall.worker.prepare.kafka.TopicReader.Stretch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Finds the exact records of dead letters: where they stood in {@code clerk.events}, as long as that is the same topic
 * and still has them, and else their copies in {@code clerk.events.dead-letter}, which has them for longer. Each is
 * handed over as it is found, and none is kept.
 */
final class LetterRecords implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** Reading over this many records is cheaper than fetching anew. */
    private static final int READ_OVER = 1_000;

    /** Clocks of database and worker differ, but never by this much. */
    private static final Duration BEFORE_FAILURE = Duration.ofHours(1);

    private final Topics topics;
    private final Admin admin;
    private final TopicReader reader;

    /** Takes what is found, each letter's record once. */
    interface Finder {

        /** @param topic where it was found */
        void found(DeadLetter letter, ConsumerRecord<byte[], byte[]> record, String topic) throws InterruptedException;
    }

    LetterRecords(KafkaClients kafka, Topics topics) {
        this.topics = topics;
        reader = TopicReader.open(kafka);
        try {
            admin = kafka.admin(Map.of());
        } catch (RuntimeException | Error failed) {
            reader.close();
            throw failed;
        }
    }

    /** @return those that were found; the others no longer exist */
    Set<LetterId> find(List<DeadLetter> letters, Finder finder) throws InterruptedException {
        Set<LetterId> found = new HashSet<>();
        UUID topicId = TopicDeclaration.stored(TopicDeclaration.idOf(admin, topics.events()));
        Map<TopicPartition, List<DeadLetter>> inPlace = letters.stream()
                .filter(letter ->
                        topicId.equals(letter.topicId()) && letter.topic().equals(topics.events()))
                .collect(Collectors.groupingBy(DeadLetter::stood));
        for (Map.Entry<TopicPartition, List<DeadLetter>> there : inPlace.entrySet()) {
            findInPlace(there.getKey(), there.getValue(), found, finder);
        }
        List<DeadLetter> missing =
                letters.stream().filter(letter -> !found.contains(letter.id())).toList();
        if (!missing.isEmpty()) {
            findCopies(missing, found, finder);
        }
        return found;
    }

    private void findInPlace(TopicPartition partition, List<DeadLetter> letters, Set<LetterId> found, Finder finder)
            throws InterruptedException {
        TreeMap<Long, DeadLetter> wanted = new TreeMap<>();
        letters.forEach(letter -> wanted.put(letter.id().offset(), letter));
        List<TopicPartition> one = List.of(partition);
        long end = reader.ends(one).getOrDefault(partition, 0L);
        Long next = wanted.ceilingKey(reader.starts(one).getOrDefault(partition, 0L));
        while (next != null && next < end) {
            long last = next;
            Long further = wanted.higherKey(last);
            while (further != null && further - last <= READ_OVER) {
                last = further;
                further = wanted.higherKey(last);
            }
            reader.read(Map.of(partition, new Stretch(next, Math.min(end, last + 1))), LONGEST, record -> {
                DeadLetter letter = wanted.get(record.offset());
                if (letter != null && isMessageOf(letter, record)) {
                    found.add(letter.id());
                    finder.found(letter, record, partition.topic());
                }
                return true;
            });
            next = further;
        }
    }

    private void findCopies(Collection<DeadLetter> letters, Set<LetterId> found, Finder finder)
            throws InterruptedException {
        Map<String, DeadLetter> wanted = new HashMap<>();
        letters.forEach(letter -> wanted.put(place(letter), letter));
        long oldest = letters.stream()
                .mapToLong(letter -> letter.failedAt().toEpochMilli())
                .min()
                .orElse(0);
        List<TopicPartition> partitions = reader.partitions(topics.deadLetters());
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        Map<TopicPartition, Stretch> stretches = new HashMap<>();
        reader.firstSince(partitions, oldest - BEFORE_FAILURE.toMillis())
                .forEach((partition, first) ->
                        stretches.put(partition, new Stretch(first, ends.getOrDefault(partition, 0L))));
        reader.read(stretches, LONGEST, record -> {
            DeadLetter letter = wanted.get(place(record));
            if (letter != null
                    && isMessageOf(letter, record)
                    && letter.code().equals(text(record, EventHeaders.FAILURE_CODE))
                    && text(record, EventHeaders.BYTES_LEFT_OUT) == null) {
                found.add(letter.id());
                finder.found(letter, record, topics.deadLetters());
                wanted.remove(place(letter));
            }
            return !wanted.isEmpty();
        });
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
        reader.close();
        admin.close(Duration.ZERO);
    }
}
