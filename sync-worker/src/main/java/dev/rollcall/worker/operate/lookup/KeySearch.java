package dev.rollcall.worker.operate.lookup;

import dev.rollcall.worker.prepare.kafka.TopicReader;
import dev.rollcall.worker.prepare.kafka.TopicReader.Stretch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest records of one key. A topic has no index by key, so its partition is read backwards, piece by piece,
 * until its start, for some seconds, or until enough was found; the result says how much was searched.
 */
final class KeySearch implements AutoCloseable {

    /** Even of the largest events this many are read within a second or two, so some of the newest are always found. */
    private static final int FIRST_PIECE = 200;

    private static final int LARGEST_PIECE = 80_000;

    private final TopicReader reader;
    private final long giveUpNanos;

    /**
     * What is kept of a record.
     *
     * @param millis the record's time
     * @param bytes that it takes
     */
    record Kept<T>(T what, long millis, long bytes) {}

    /**
     * What there is.
     *
     * @param records oldest first
     * @param sinceMillis time of the oldest record that was looked at; null when there is none at all
     * @param complete whether everything was looked at that the topic still has
     */
    record Found<T>(List<T> records, @Nullable Long sinceMillis, boolean complete) {}

    /** The most to keep of one search, the newest. */
    record Bound(int records, long bytes) {}

    /** @param patience for all searches together */
    KeySearch(Map<String, Object> kafka, Duration patience) {
        reader = TopicReader.open(kafka);
        giveUpNanos = System.nanoTime() + patience.toNanos();
    }

    /** @param keep makes of a record what is kept of it: nothing else of it stays in memory */
    <T> Found<T> find(String topic, String key, Bound bound, Function<ConsumerRecord<byte[], byte[]>, Kept<T>> keep)
            throws InterruptedException {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int partitions = reader.partitions(topic).size();
        TopicPartition partition = new TopicPartition(topic, Utils.toPositive(Utils.murmur2(bytes)) % partitions);
        long start = reader.starts(List.of(partition)).getOrDefault(partition, 0L);
        long end = reader.ends(List.of(partition)).getOrDefault(partition, 0L);
        Newest<T> found = new Newest<>(bound);
        Long since = null;
        int piece = FIRST_PIECE;
        while (end > start && found.records.size() < bound.records()) {
            long from = Math.max(start, end - piece);
            Newest<T> here = new Newest<>(found.left());
            Long oldest = read(partition, new Stretch(from, end), record -> {
                if (Arrays.equals(record.key(), bytes)) {
                    here.add(keep.apply(record));
                }
            });
            if (isOver()) {
                return new Found<>(found.whats(), since, false);
            }
            found.precededBy(here);
            if (here.cut) {
                Kept<T> first = found.records.peekFirst();
                return new Found<>(found.whats(), first == null ? since : Long.valueOf(first.millis()), false);
            }
            since = oldest == null ? since : oldest;
            end = from;
            piece = Math.min(LARGEST_PIECE, piece * 2);
        }
        return new Found<>(found.whats(), since, end <= start);
    }

    private boolean isOver() {
        return System.nanoTime() - giveUpNanos > 0;
    }

    private interface Each {
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    /** @return time of the first record; null when there is none */
    private @Nullable Long read(TopicPartition partition, Stretch stretch, Each each) throws InterruptedException {
        Long[] oldest = {null};
        try {
            Duration left = Duration.ofNanos(Math.max(0, giveUpNanos - System.nanoTime()));
            reader.read(Map.of(partition, stretch), left, record -> {
                oldest[0] = oldest[0] == null ? Long.valueOf(record.timestamp()) : oldest[0];
                each.take(record);
                return !isOver();
            });
        } catch (TimeoutException silent) {
            // The caller notices that its time is over, and reports how far it came.
            return oldest[0];
        }
        return oldest[0];
    }

    /** The newest of what is added, within the bound. */
    private static final class Newest<T> {

        private final Bound bound;
        private final Deque<Kept<T>> records = new ArrayDeque<>();
        private long bytes;
        private boolean cut;

        Newest(Bound bound) {
            this.bound = bound;
        }

        /** Added oldest first; the oldest go when it becomes too much. */
        void add(Kept<T> kept) {
            records.addLast(kept);
            bytes += kept.bytes();
            while (records.size() > bound.records() || bytes > bound.bytes()) {
                bytes -= records.removeFirst().bytes();
                cut = true;
            }
        }

        Bound left() {
            return new Bound(bound.records() - records.size(), bound.bytes() - bytes);
        }

        void precededBy(Newest<T> older) {
            for (Iterator<Kept<T>> newestFirst = older.records.descendingIterator(); newestFirst.hasNext(); ) {
                records.addFirst(newestFirst.next());
            }
            bytes += older.bytes;
        }

        List<T> whats() {
            return records.stream().map(Kept::what).toList();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
