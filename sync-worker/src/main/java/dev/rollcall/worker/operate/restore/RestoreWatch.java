package dev.rollcall.worker.operate.restore;

import dev.rollcall.worker.prepare.database.SqlState;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/** Stamps both schemas every minute, and says in the log when one of them was restored alone. */
public final class RestoreWatch {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreWatch.class);

    /** The line of a warning that nobody has acted on comes again so many rounds later. */
    private static final int ROUNDS_BETWEEN_LINES = 60;

    private final JdbcClient database;
    private int rounds;

    public RestoreWatch(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    @Scheduled(initialDelay = 5, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    public void run() {
        try {
            look();
        } catch (DataAccessException later) {
            LOG.debug("The schemas cannot be stamped now (SQLSTATE {}); trying again", SqlState.of(later));
        }
    }

    /** @return what the schemas had before */
    public SchemaStamps look() {
        SchemaStamps stamps = SchemaStamps.stamp(database);
        if (stamps.clerkIsOlder()) {
            if (rounds++ % ROUNDS_BETWEEN_LINES == 0) {
                LOG.error("Rows are missing: {}; {}", stamps.problem(), stamps.advice());
            }
        } else {
            rounds = 0;
            if (stamps.rollcallIsOlder()) {
                LOG.warn("Schema rollcall was restored alone: no row is missing, workers read again what they had read;"
                        + " audit, history and dead letters are as old as the backup");
            }
        }
        return stamps;
    }
}
