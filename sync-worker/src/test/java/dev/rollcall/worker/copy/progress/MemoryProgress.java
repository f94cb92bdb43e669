package dev.rollcall.worker.copy.progress;

import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.progress.Progress.Stored;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/** {@code rollcall.progress} in memory, of one topic, with locks. */
public final class MemoryProgress {

    /** Takes a lock that is held until the transaction ends. */
    @FunctionalInterface
    public interface Locks {
        void take(String name) throws SQLException;
    }

    private final Map<TopicPartition, Stored> committed = new HashMap<>();
    private final boolean forgetsTheLastBatch;
    private int ids;

    /** @param forgetsTheLastBatch a sabotage: no record counts as delivered before */
    public MemoryProgress(boolean forgetsTheLastBatch) {
        this.forgetsTheLastBatch = forgetsTheLastBatch;
    }

    /** The offset after the last batch that is committed; 0 for none. */
    public long next(TopicPartition partition) {
        Stored stored = committed.get(partition);
        return stored == null ? 0 : stored.next();
    }

    /** By partition. */
    public Map<Integer, ProgressTable.Position> positions() {
        Map<Integer, ProgressTable.Position> positions = new HashMap<>();
        committed.forEach((partition, stored) ->
                positions.put(partition.partition(), new ProgressTable.Position(stored.first(), stored.next())));
        return positions;
    }

    public Session begin(Locks locks) {
        return new Session(locks);
    }

    /** One transaction. */
    public final class Session implements ProgressRows {

        private final Map<TopicPartition, Stored> written = new HashMap<>();
        private final Locks locks;

        private Session(Locks locks) {
            this.locks = locks;
        }

        public Progress lock(PolledBatch batch, ToLongFunction<TopicPartition> logStart) throws SQLException {
            Progress progress = ProgressTable.lock(this, batch, logStart);
            if (!forgetsTheLastBatch) {
                return progress;
            }
            Map<TopicPartition, Stored> forgotten = new HashMap<>();
            batch.slices()
                    .keySet()
                    .forEach(partition -> forgotten.put(
                            partition, new Stored(progress.row(partition).id(), 0, 0)));
            return new Progress(forgotten, null);
        }

        @Override
        public Locked select(PolledBatch batch) throws SQLException {
            Map<TopicPartition, Stored> rows = new HashMap<>();
            for (TopicPartition partition : batch.slices().keySet()) {
                locks.take("progress " + partition.partition());
                Stored stored = written.getOrDefault(partition, committed.get(partition));
                if (stored != null) {
                    rows.put(partition, stored);
                }
            }
            return new Locked(rows, null);
        }

        @Override
        public void insertMissing(PolledBatch batch) {
            batch.slices().forEach((partition, slice) -> {
                if (!committed.containsKey(partition)) {
                    written.put(partition, new Stored(++ids, slice.start(), slice.start()));
                }
            });
        }

        public void advance(PolledBatch batch) {
            batch.slices().forEach((partition, slice) -> {
                Stored before = written.getOrDefault(partition, committed.get(partition));
                if (before == null) {
                    throw new IllegalStateException("advanced before it was locked");
                }
                written.put(
                        partition,
                        new Stored(
                                before.id(),
                                Math.max(before.first(), slice.start()),
                                Math.max(before.next(), slice.next())));
            });
        }

        public void commit() {
            committed.putAll(written);
            written.clear();
        }
    }
}
