package dev.rollcall.worker.copy.store;

import dev.rollcall.worker.copy.apply.BatchApplier;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.progress.ProgressTable;
import dev.rollcall.worker.copy.reject.DeadLetters;
import dev.rollcall.worker.prepare.database.WrongDatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL, through the worker's pool. */
public final class PostgresStore implements Store {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);

    private static final String CONTROL_WRITE = """
            insert into rollcall.control_write (written_at) values (now())
            on conflict (singleton) do update set written_at = excluded.written_at
            """;

    private final BatchApplier applier;
    private final DataSource database;
    private final DatabaseCheck check;
    private final DeadLetters deadLetters;

    /**
     * @param check passed before anything is read that decides what is written, and before everything that writes
     * @param clock of ends whose events have no time
     */
    public PostgresStore(DataSource database, DatabaseCheck check, DeadLetters deadLetters, InstantSource clock) {
        applier = new BatchApplier(clock);
        this.database = database;
        this.check = check;
        this.deadLetters = deadLetters;
    }

    @Override
    public StoreTransaction begin(Runnable goesOn) throws SQLException {
        return noting(() -> {
            check.requireToWrite();
            Connection connection = database.getConnection();
            try {
                connection.setAutoCommit(false);
            } catch (SQLException failed) {
                connection.close();
                throw failed;
            }
            return new Transaction(connection, WatchedConnection.of(connection, goesOn));
        });
    }

    @Override
    public Map<Integer, ProgressTable.Position> positions(Uuid topicId) throws SQLException {
        return noting(() -> {
            check.requireToWrite();
            try (Connection connection = database.getConnection()) {
                return ProgressTable.positions(connection, topicId);
            }
        });
    }

    /** A database that the worker must not write to is no reason to give up a record: so it is checked again first. */
    @Override
    public boolean controlWriteSucceeds() {
        try {
            check.forget();
            check.requireToWrite();
            try (Connection connection = database.getConnection();
                    PreparedStatement write = connection.prepareStatement(CONTROL_WRITE)) {
                return write.executeUpdate() == 1;
            }
        } catch (SQLException outage) {
            check.note(outage);
            LOG.debug("A control write failed too", outage);
            return false;
        } catch (WrongDatabaseException wrong) {
            LOG.debug("A control write is not allowed", wrong);
            return false;
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }

    /** After a failure that may mean another server the check is made again. */
    private <T> T noting(Work<T> work) throws SQLException {
        try {
            return work.run();
        } catch (SQLException failed) {
            check.note(failed);
            throw failed;
        } catch (WrongDatabaseException wrong) {
            check.forget();
            throw wrong;
        }
    }

    private final class Transaction implements StoreTransaction {

        private final Connection own;
        private final Connection watched;
        private @Nullable String instance;

        Transaction(Connection own, Connection watched) {
            this.own = own;
            this.watched = watched;
        }

        @Override
        public Progress lock(PolledBatch batch, ToLongFunction<TopicPartition> logStart) throws SQLException {
            Progress progress = noting(() -> ProgressTable.lock(watched, batch, logStart));
            instance = progress.instance();
            return progress;
        }

        @Override
        public @Nullable String instance() {
            return instance;
        }

        @Override
        public String bind(String instanceId, String by) throws SQLException {
            String bound = noting(() -> ProgressTable.bind(watched, instanceId, by));
            instance = bound;
            return bound;
        }

        @Override
        public Applied apply(Resolution resolution, Progress progress) throws SQLException {
            return noting(() -> {
                Applied applied = applier.apply(watched, resolution, progress);
                deadLetters.project(watched, resolution.rejected(), progress);
                deadLetters.withdraw(watched, resolution, progress);
                return applied;
            });
        }

        @Override
        public void advance(PolledBatch batch, Progress progress) throws SQLException {
            noting(() -> {
                ProgressTable.advance(watched, batch, progress);
                return true;
            });
        }

        @Override
        public void commit() throws SQLException {
            noting(() -> {
                watched.commit();
                return true;
            });
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
