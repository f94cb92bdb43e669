package dev.rollcall.worker.copy.progress;

import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.SourceRecord;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The progress rows of a batch's partitions, locked until its transaction ends. */
public final class Progress {

    /**
     * One row as it stood before this batch.
     *
     * @param id writer coordinate of the partition's records
     * @param first first offset of the last batch
     * @param next offset after it
     */
    record Stored(int id, long first, long next) {}

    private final Map<TopicPartition, Stored> rows;
    private final @Nullable String instance;

    Progress(Map<TopicPartition, Stored> rows, @Nullable String instance) {
        this.rows = Map.copyOf(rows);
        this.instance = instance;
    }

    /** As of a partition that no row knows: what is written with it must be rolled back. */
    public static Progress ofRehearsal(TopicPartition partition) {
        return new Progress(Map.of(partition, new Stored(0, 0, 0)), null);
    }

    /** The Clerk instance that the database is a copy of, held as the rows are; null while it is bound to none. */
    public @Nullable String instance() {
        return instance;
    }

    public Coordinates of(SourceRecord source) {
        return new Coordinates(row(source.partition()).id(), source.offset());
    }

    /** True when the record was part of the last batch: what it wrote may not have been announced. */
    public boolean mayBeUnannounced(SourceRecord source) {
        Stored stored = row(source.partition());
        return source.offset() >= stored.first() && source.offset() < stored.next();
    }

    Stored row(TopicPartition partition) {
        Stored stored = rows.get(partition);
        if (stored == null) {
            throw new IllegalStateException("no progress row was locked for " + partition);
        }
        return stored;
    }
}
