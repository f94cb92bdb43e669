package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.progress.ProgressTable;
import dev.rollcall.worker.copy.store.Store;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Where to read from: what Kafka committed, unless the database stands before it.
 *
 * <pre>
 *   offset committed   progress row   read from
 *   yes                next >= it     the committed offset
 *   yes                next < it      next: the database went back
 *   yes                none           the start of the log: the database is empty
 *   no                 any            first: the last batch may be unannounced
 *   no                 none           the start of the log
 * </pre>
 */
final class StartingPositions {

    private final Store store;
    private final FailureLog log;

    StartingPositions(Store store, FailureLog log) {
        this.store = store;
        this.log = log;
    }

    /**
     * @param position to read from
     * @param held the offset after what the database holds, 0 for nothing
     */
    record Start(long position, long held) {}

    /** @param goesOn called between the queries, each of which may block */
    Map<TopicPartition, Start> of(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Uuid topicId, Runnable goesOn)
            throws SQLException {
        goesOn.run();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        goesOn.run();
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        goesOn.run();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        goesOn.run();
        Map<Integer, ProgressTable.Position> stored = store.positions(topicId);
        Map<TopicPartition, Start> found = new HashMap<>();
        for (TopicPartition partition : partitions) {
            ProgressTable.Position row = stored.get(partition.partition());
            long held = row == null ? 0 : row.next();
            long start = starts.getOrDefault(partition, 0L);
            long position = of(partition, committed.get(partition), row);
            long end = ends.getOrDefault(partition, position);
            if (position > end) {
                log.fact(partition + " ends at " + end + " before the position " + position + ": Kafka lost records");
            }
            if (Math.max(position, held) < start) {
                log.fact("Kafka has deleted offsets " + Math.max(position, held) + " to " + (start - 1) + " of "
                        + partition + " before a worker read them: what they changed is missing until"
                        + " `reconcile --repair`");
            }
            found.put(partition, new Start(Math.max(Math.min(position, end), start), held));
        }
        return found;
    }

    private long of(
            TopicPartition partition, @Nullable OffsetAndMetadata committed, ProgressTable.@Nullable Position stored) {
        if (committed == null) {
            return stored == null ? 0 : stored.first();
        }
        if (stored == null) {
            if (committed.offset() > 0) {
                log.fact("The database holds nothing of " + partition + " although offset " + committed.offset()
                        + " was committed: reading it from the start");
            }
            return 0;
        }
        if (stored.next() < committed.offset()) {
            log.fact("The database went back: " + partition + " was committed up to " + committed.offset()
                    + ", the database holds up to " + stored.next() + "; reading from there");
            return stored.next();
        }
        return committed.offset();
    }
}
