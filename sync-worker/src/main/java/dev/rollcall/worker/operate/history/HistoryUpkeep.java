package dev.rollcall.worker.operate.history;

import dev.rollcall.worker.prepare.database.SqlState;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/** Makes the coming months' partitions of {@code rollcall.history} and drops those that are no longer kept. */
public final class HistoryUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryUpkeep.class);

    private final JdbcClient database;
    private final int monthsKept;

    /** @param monthsKept whole months beside the present one; more where the database's floor is higher */
    public HistoryUpkeep(DataSource database, int monthsKept) {
        this.database = JdbcClient.create(database);
        this.monthsKept = monthsKept;
    }

    @Scheduled(initialDelay = 30, fixedDelay = 6 * 60 * 60, timeUnit = TimeUnit.SECONDS)
    public void run() {
        try {
            int dropped = tend();
            if (dropped > 0) {
                LOG.info("Dropped the history of {} months: the last {} at least are kept", dropped, monthsKept);
            }
        } catch (DataAccessException later) {
            LOG.warn("The partitions of history cannot be tended now (SQLSTATE {}); trying again", SqlState.of(later));
        }
    }

    /** @return how many partitions were dropped */
    public int tend() {
        return database.sql("select rollcall.tend_history(?)")
                .param(monthsKept)
                .query(Integer.class)
                .single();
    }
}
