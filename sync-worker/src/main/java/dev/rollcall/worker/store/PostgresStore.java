package dev.rollcall.worker.store;

import dev.rollcall.worker.apply.BatchApplier;
import dev.rollcall.worker.batch.Applied;
import dev.rollcall.worker.batch.PolledBatch;
import dev.rollcall.worker.batch.Resolution;
import dev.rollcall.worker.progress.Progress;
import dev.rollcall.worker.progress.ProgressTable;
import dev.rollcall.worker.reject.DeadLetters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL, through the worker's pool. */
public final class PostgresStore implements Store {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);

    private static final String CONTROL_WRITE = """
            insert into rollcall.control_write (written_at) values (now())
            on conflict (singleton) do update set written_at = excluded.written_at
            """;

    private final BatchApplier applier = new BatchApplier();
    private final DataSource database;
    private final DeadLetters deadLetters;

    public PostgresStore(DataSource database, DeadLetters deadLetters) {
        this.database = database;
        this.deadLetters = deadLetters;
    }

    @Override
    public StoreTransaction begin(Runnable goesOn) throws SQLException {
        Connection connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
        return new Transaction(connection, WatchedConnection.of(connection, goesOn));
    }

    @Override
    public Map<Integer, ProgressTable.Position> positions(Uuid topicId) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return ProgressTable.positions(connection, topicId);
        }
    }

    @Override
    public boolean controlWriteSucceeds() {
        try (Connection connection = database.getConnection();
                PreparedStatement write = connection.prepareStatement(CONTROL_WRITE)) {
            return write.executeUpdate() == 1;
        } catch (SQLException outage) {
            LOG.debug("A control write failed too", outage);
            return false;
        }
    }

    private final class Transaction implements StoreTransaction {

        private final Connection own;
        private final Connection watched;

        Transaction(Connection own, Connection watched) {
            this.own = own;
            this.watched = watched;
        }

        @Override
        public Progress lock(PolledBatch batch, ToLongFunction<TopicPartition> logStart) throws SQLException {
            return ProgressTable.lock(watched, batch, logStart);
        }

        @Override
        public Applied apply(Resolution resolution, Progress progress) throws SQLException {
            Applied applied = applier.apply(watched, resolution, progress);
            deadLetters.project(watched, resolution.rejected(), progress);
            deadLetters.withdraw(watched, resolution, progress);
            return applied;
        }

        @Override
        public void advance(PolledBatch batch, Progress progress) throws SQLException {
            ProgressTable.advance(watched, batch, progress);
        }

        @Override
        public void commit() throws SQLException {
            watched.commit();
        }

        @Override
        public void rollBack() throws SQLException {
            watched.rollback();
        }

        @Override
        public void close() throws SQLException {
            own.close();
        }
    }
}
