package dev.rollcall.worker.copy.progress;

import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.prepare.database.PlansByIndex;
import dev.rollcall.worker.prepare.database.WrongDatabaseException;
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

    /**
     * One line at least, also where there is no row yet: what must be true of every batch is asked with its locks, since
     * behind a pooler or after a failover it may be another server that answers than the one that was checked. The
     * binding is held until the transaction ends. A table that is missing concerns its own records, and not all. From
     * then on the batch is planned by index.
     */
    private static final String LOCK = """
            with bound as materialized (
                select instance_id from rollcall.instance for share
            ), locked as materialized (
                select id, partition, first_offset, next_offset
                from rollcall.progress
                where topic_id = ? and partition = any (?)
                order by partition
                for update
            )
            select coalesce(row_security_active(to_regclass('clerk.users')::oid), true)
                   and not exists (select from pg_roles
                                   where rolname = current_user and (rolsuper or rolbypassrls)) as rightly,
                   (select instance_id from bound), l.id, l.partition, l.first_offset, l.next_offset
            from %s
            left join locked as l on true
            """.formatted(PlansByIndex.from());

    private static final String BIND = """
            insert into rollcall.instance (instance_id, bound_by) values (?, ?) on conflict (singleton) do nothing
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
     * @throws WrongDatabaseException when row security does not bind the login
     */
    public static Progress lock(Connection connection, PolledBatch batch, ToLongFunction<TopicPartition> logStart)
            throws SQLException {
        return lock(new InDatabase(connection), batch, logStart);
    }

    static Progress lock(ProgressRows progress, PolledBatch batch, ToLongFunction<TopicPartition> logStart)
            throws SQLException {
        ProgressRows.Locked locked = progress.select(batch);
        Map<TopicPartition, Progress.Stored> rows = locked.rows();
        if (rows.size() < batch.slices().size()) {
            for (Map.Entry<TopicPartition, PolledBatch.Slice> slice :
                    batch.slices().entrySet()) {
                TopicPartition partition = slice.getKey();
                if (!rows.containsKey(partition)) {
                    requireReached(partition, logStart.applyAsLong(partition), slice.getValue(), "holds nothing of");
                }
            }
            progress.insertMissing(batch);
            locked = progress.select(batch);
            rows = locked.rows();
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
        return new Progress(rows, locked.instance());
    }

    private record InDatabase(Connection connection) implements ProgressRows {

        @Override
        public Locked select(PolledBatch batch) throws SQLException {
            return ProgressTable.select(connection, batch);
        }

        @Override
        public void insertMissing(PolledBatch batch) throws SQLException {
            ProgressTable.insertMissing(connection, batch);
        }
    }

    private static void requireReached(TopicPartition partition, long position, PolledBatch.Slice slice, String what) {
        if (position < slice.start()) {
            throw new DatabaseWentBackException("the database " + what + " " + partition
                    + ": reading again from offset " + position + " instead of " + slice.start());
        }
    }

    private static ProgressRows.Locked select(Connection connection, PolledBatch batch) throws SQLException {
        Map<Integer, TopicPartition> partitions = new HashMap<>();
        batch.slices().keySet().forEach(partition -> partitions.put(partition.partition(), partition));
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setObject(1, uuid(batch.topicId()));
            select.setArray(
                    2, connection.createArrayOf("integer", partitions.keySet().toArray()));
            Map<TopicPartition, Progress.Stored> rows = new HashMap<>();
            String instance = null;
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    if (!found.getBoolean(1)) {
                        throw new WrongDatabaseException(
                                "row security does not bind the worker's login: it is a superuser"
                                        + " or bypasses row security; connect as rollcall_sync");
                    }
                    instance = found.getString(2);
                    TopicPartition partition = partitions.get(found.getInt(4));
                    if (partition != null && found.getInt(3) > 0) {
                        rows.put(partition, new Progress.Stored(found.getInt(3), found.getLong(5), found.getLong(6)));
                    }
                }
            }
            return new ProgressRows.Locked(rows, instance);
        }
    }

    /**
     * Binds the database to a Clerk instance, unless it is bound.
     *
     * @param by the message that binds, or "configuration"
     * @return what it is bound to now, by this transaction or by one that was quicker
     */
    public static String bind(Connection connection, String instanceId, String by) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(BIND)) {
            insert.setString(1, instanceId);
            insert.setString(2, by);
            insert.executeUpdate();
        }
        try (PreparedStatement select =
                        connection.prepareStatement("select instance_id from rollcall.instance for share");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("the binding to an instance vanished while it was written");
            }
            return row.getString(1);
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
