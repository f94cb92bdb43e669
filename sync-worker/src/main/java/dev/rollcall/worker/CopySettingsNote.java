package dev.rollcall.worker;

import dev.rollcall.worker.copy.store.CopiedWith;
import dev.rollcall.worker.prepare.database.WrongDatabaseException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/** Writes down once what this worker copies with, as soon as the database can be written. */
final class CopySettingsNote {

    private static final Logger LOG = LoggerFactory.getLogger(CopySettingsNote.class);

    private final DataSource database;
    private final CopiedWith settings;
    private volatile boolean noted;

    /** @param database checked before each connection */
    CopySettingsNote(DataSource database, CopiedWith settings) {
        this.database = database;
        this.settings = settings;
    }

    @Scheduled(initialDelay = 0, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void note() {
        if (noted) {
            return;
        }
        try {
            settings.note(database);
            noted = true;
        } catch (DataAccessException | WrongDatabaseException away) {
            LOG.debug("What this worker copies with could not be written down yet", away);
        }
    }
}
