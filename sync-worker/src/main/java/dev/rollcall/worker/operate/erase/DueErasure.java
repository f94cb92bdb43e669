package dev.rollcall.worker.operate.erase;

import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.prepare.database.SqlState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Erases rows that ended longer ago than the holdback. Several workers may do it at once: each skips what another
 * holds.
 */
public final class DueErasure {

    private static final Logger LOG = LoggerFactory.getLogger(DueErasure.class);

    /** One short transaction, since the worker's batches wait for a row that is being erased. */
    private static final int MOST = 500;

    private final DataSource database;
    private final Duration holdback;

    public DueErasure(DataSource database, Duration holdback) {
        this.database = database;
        this.holdback = holdback;
    }

    @Scheduled(initialDelay = 60, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    public void run() {
        try {
            int erased = eraseAll();
            if (erased > 0) {
                LOG.info("Erased the content of {} rows that ended more than {} ago", erased, holdback);
            }
        } catch (SQLException | DataAccessException | TransactionException later) {
            LOG.warn("Ended rows cannot be erased now (SQLSTATE {}); trying again", SqlState.of(later));
        }
    }

    /** @return how many rows were due */
    public int eraseAll() throws SQLException {
        int all = 0;
        try (Connection connection = database.getConnection()) {
            // One for all, since each new one is checked.
            DataSource one = new SingleConnectionDataSource(connection, true);
            JdbcClient client = JdbcClient.create(one);
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(one));
            for (Table table : Table.IN_ORDER) {
                int erased;
                do {
                    erased = Objects.requireNonNull(
                            transaction.execute(status -> Erasure.eraseDue(client, table, holdback, MOST)));
                    all += erased;
                } while (erased == MOST);
            }
        }
        return all;
    }
}
