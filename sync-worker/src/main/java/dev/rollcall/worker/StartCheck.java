package dev.rollcall.worker;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.instance.InstanceBinding;
import dev.rollcall.worker.schema.SchemaCheck;
import dev.rollcall.worker.topics.TopicDeclaration;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the database and the topics before the loops start. What is wrong stops the start; what is merely away does
 * not, since the loops wait for it.
 */
final class StartCheck {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    private final DataSource database;
    private final Admin admin;
    private final Topics topics;
    private final InstanceBinding instance;
    private final @Nullable String clerkInstanceId;

    StartCheck(
            DataSource database,
            Admin admin,
            Topics topics,
            InstanceBinding instance,
            @Nullable String clerkInstanceId) {
        this.database = database;
        this.admin = admin;
        this.topics = topics;
        this.instance = instance;
        this.clerkInstanceId = clerkInstanceId;
    }

    void run() {
        try {
            SchemaCheck.require(database);
            if (clerkInstanceId != null) {
                instance.bindTo(clerkInstanceId);
            }
        } catch (IllegalStateException wrong) {
            throw new WrongSettingException(String.valueOf(wrong.getMessage()));
        } catch (SQLException away) {
            LOG.warn("PostgreSQL cannot be asked at start (SQLSTATE {}); waiting for it", away.getSQLState());
        }
        try {
            TopicDeclaration.problems(admin, topics.all()).forEach(problem -> LOG.error("{}", problem));
        } catch (RuntimeException away) {
            LOG.warn(
                    "Kafka cannot be asked at start ({}); waiting for it",
                    away.getClass().getSimpleName());
        }
    }
}
