package dev.rollcall.worker;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.Refusal;
import dev.rollcall.startup.kafka.TopicProblem;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import java.sql.SQLException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the database and the topics before the loops start. What is wrong stops the start; what is merely away does
 * not: the loops wait for it, and make the check themselves before their first batch.
 */
final class StartCheck {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    private final DatabaseCheck database;
    private final Admin admin;
    private final Topics topics;

    StartCheck(DatabaseCheck database, Admin admin, Topics topics) {
        this.database = database;
        this.admin = admin;
        this.topics = topics;
    }

    /** @throws dev.rollcall.worker.prepare.database.WrongDatabaseException when the worker may not write there */
    void run() {
        try {
            database.require();
        } catch (SQLException away) {
            LOG.warn(
                    "PostgreSQL cannot be asked at start (SQLSTATE {}); nothing is applied until it could be checked",
                    away.getSQLState());
        }
        try {
            TopicProblem.of(admin, topics.all()).forEach(problem -> LOG.error("{}", problem.sentence()));
        } catch (RuntimeException away) {
            String refusal = Refusal.sentence(away, null);
            LOG.warn(
                    "Kafka cannot be asked at start ({}); waiting for it",
                    refusal == null ? away.getClass().getSimpleName() : refusal);
        }
    }
}
