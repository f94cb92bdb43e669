package dev.rollcall.worker.operate.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Makes the coming months' partitions of {@code rollcall.history} and drops those that are no longer kept. */
public final class HistoryUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryUpkeep.class);

    private final DataSource database;
    private final int monthsKept;

    /** @param monthsKept whole months beside the present one; more where the database's floor is higher */
    public HistoryUpkeep(DataSource database, int monthsKept) {
        this.database = database;
        this.monthsKept = monthsKept;
    }

    @Scheduled(initialDelay = 30, fixedDelay = 6 * 60 * 60, timeUnit = TimeUnit.SECONDS)
    public void run() {
        try {
            int dropped = tend();
            if (dropped > 0) {
                LOG.info("Dropped the history of {} months: the last {} at least are kept", dropped, monthsKept);
            }
        } catch (SQLException later) {
            LOG.warn("The partitions of history cannot be tended now (SQLSTATE {}); trying again", later.getSQLState());
        }
    }

    /** @return how many partitions were dropped */
    public int tend() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement tend = connection.prepareStatement("select rollcall.tend_history(?)")) {
            tend.setInt(1, monthsKept);
            try (ResultSet row = tend.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }
}
