package dev.rollcall.worker.progress;

import dev.rollcall.worker.batch.PolledBatch;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Reads and writes {@code rollcall.progress}. It never decides whether a record is applied; it tells which records may
 * have been applied without being announced, and that the database went back.
 */
public final class ProgressTable {

    private static final String INSERT_MISSING = """
            insert into rollcall.progress (topic_id, topic, partition, first_offset, next_offset)
            select ?, ?, p.partition, p.start, p.start
            from unnest(?::integer[], ?::bigint[]) as p(partition, start)
            on conflict (topic_id, partition) do nothing
            """;

    private static final String LOCK = """
            select id, partition, first_offset, next_offset
            from rollcall.progress
            where topic_id = ? and partition = any (?)
            order by partition
            for update
            """;

    private static final String ADVANCE = """
            update rollcall.progress as t
            set first_offset = greatest(t.first_offset, p.start),
                next_offset = greatest(t.next_offset, p.next),
                updated_at = now()
            from unnest(?::integer[], ?::bigint[], ?::bigint[]) as p(id, start, next)
            where t.id = p.id
            """;

    private ProgressTable() {}

    /** Where the database stands for a partition: the last batch's first and next offset. */
    public record Position(long first, long next) {}

    /** Positions of all partitions that have a row, without locking. */
    public static Map<Integer, Position> positions(Connection connection, Uuid topicId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select partition, first_offset, next_offset from rollcall.progress where topic_id = ?")) {
            select.setObject(1, uuid(topicId));
            Map<Integer, Position> positions = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    positions.put(rows.getInt(1), new Position(rows.getLong(2), rows.getLong(3)));
                }
            }
            return positions;
        }
    }

    /**
     * Locks the rows of the batch's partitions in ascending order, making those that are missing.
     *
     * @param logStart the first offset that Kafka still has for a partition; asked only when something is missing
     * @throws DatabaseWentBackException when the database stands before the batch
     */
    public static Progress lock(Connection connection, PolledBatch batch, ToLongFunction<TopicPartition> logStart)
            throws SQLException {
        return lock(new InDatabase(connection), batch, logStart);
    }

    static Progress lock(ProgressRows progress, PolledBatch batch, ToLongFunction<TopicPartition> logStart)
            throws SQLException {
        Map<TopicPartition, Progress.Stored> rows = progress.select(batch);
        if (rows.size() < batch.slices().size()) {
            for (Map.Entry<TopicPartition, PolledBatch.Slice> slice :
                    batch.slices().entrySet()) {
                TopicPartition partition = slice.getKey();
                if (!rows.containsKey(partition)) {
                    requireReached(partition, logStart.applyAsLong(partition), slice.getValue(), "holds nothing of");
                }
            }
            progress.insertMissing(batch);
            rows = progress.select(batch);
        }
        for (Map.Entry<TopicPartition, PolledBatch.Slice> slice : batch.slices().entrySet()) {
            Progress.Stored stored = rows.get(slice.getKey());
            if (stored == null) {
                throw new IllegalStateException("a progress row that was inserted cannot be read");
            }
            if (stored.next() < slice.getValue().start()) {
                long reachable = Math.max(stored.next(), logStart.applyAsLong(slice.getKey()));
                requireReached(slice.getKey(), reachable, slice.getValue(), "is behind in");
            }
        }
        return new Progress(rows);
    }

    private record InDatabase(Connection connection) implements ProgressRows {

        @Override
        public Map<TopicPartition, Progress.Stored> select(PolledBatch batch) throws SQLException {
            return ProgressTable.select(connection, batch);
        }

        @Override
        public void insertMissing(PolledBatch batch) throws SQLException {
            ProgressTable.insertMissing(connection, batch);
        }
    }

    private static void requireReached(TopicPartition partition, long position, PolledBatch.Slice slice, String what) {
        if (position < slice.start()) {
            throw new DatabaseWentBackException(
                    partition,
                    position,
                    "the database " + what + " " + partition + ": reading again from offset " + position
                            + " instead of " + slice.start());
        }
    }

    private static Map<TopicPartition, Progress.Stored> select(Connection connection, PolledBatch batch)
            throws SQLException {
        Map<Integer, TopicPartition> partitions = new HashMap<>();
        batch.slices().keySet().forEach(partition -> partitions.put(partition.partition(), partition));
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setObject(1, uuid(batch.topicId()));
            select.setArray(
                    2, connection.createArrayOf("integer", partitions.keySet().toArray()));
            Map<TopicPartition, Progress.Stored> rows = new HashMap<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    TopicPartition partition = partitions.get(found.getInt(2));
                    if (partition != null) {
                        rows.put(partition, new Progress.Stored(found.getInt(1), found.getLong(3), found.getLong(4)));
                    }
                }
            }
            return rows;
        }
    }

    private static void insertMissing(Connection connection, PolledBatch batch) throws SQLException {
        List<Map.Entry<TopicPartition, PolledBatch.Slice>> slices =
                List.copyOf(batch.slices().entrySet());
        try (PreparedStatement insert = connection.prepareStatement(INSERT_MISSING)) {
            insert.setObject(1, uuid(batch.topicId()));
            insert.setString(2, slices.getFirst().getKey().topic());
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "integer",
                            slices.stream()
                                    .map(slice -> slice.getKey().partition())
                                    .toArray()));
            insert.setArray(
                    4,
                    bigints(
                            connection,
                            slices.stream()
                                    .map(slice -> slice.getValue().start())
                                    .toArray()));
            insert.executeUpdate();
        }
    }

    /** Raises the locked rows to this batch. */
    public static void advance(Connection connection, PolledBatch batch, Progress progress) throws SQLException {
        List<Map.Entry<TopicPartition, PolledBatch.Slice>> slices =
                List.copyOf(batch.slices().entrySet());
        try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "integer",
                            slices.stream()
                                    .map(slice -> progress.row(slice.getKey()).id())
                                    .toArray()));
            update.setArray(
                    2,
                    bigints(
                            connection,
                            slices.stream()
                                    .map(slice -> slice.getValue().start())
                                    .toArray()));
            update.setArray(
                    3,
                    bigints(
                            connection,
                            slices.stream()
                                    .map(slice -> slice.getValue().next())
                                    .toArray()));
            update.executeUpdate();
        }
    }

    private static Array bigints(Connection connection, Object[] values) throws SQLException {
        return connection.createArrayOf("bigint", values);
    }

    private static UUID uuid(Uuid topicId) {
        return new UUID(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits());
    }
}
