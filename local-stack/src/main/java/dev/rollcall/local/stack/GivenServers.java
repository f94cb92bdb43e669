package dev.rollcall.local.stack;

import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.startup.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** The user's own servers: checked before anything is started, so that a wrong address is reported at once. */
final class GivenServers {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OLDEST_POSTGRES = 15;

    private GivenServers() {}

    /** @throws StartFailedException with one line: which setting, and why it cannot be used */
    static void requireAnswers(StackSettings settings) throws InterruptedException {
        DatabaseUrl database = settings.database();
        if (database != null) {
            requirePostgres(database);
        }
        KafkaAccess kafka = settings.kafka();
        if (kafka != null) {
            requireKafka(kafka);
        }
    }

    private static void requireKafka(KafkaAccess kafka) throws InterruptedException {
        String problem = KafkaClient.problem(kafka, PATIENCE);
        if (problem != null) {
            throw new StartFailedException(
                    "--kafka-bootstrap: %s cannot be used: %s".formatted(kafka.bootstrapServers(), problem));
        }
    }

    private static void requirePostgres(DatabaseUrl address) {
        String within = "&loginTimeout=%1$d&connectTimeout=%1$d".formatted(PATIENCE.toSeconds());
        try (Connection connection = DriverManager.getConnection(address.jdbcUrlWithLogin() + within)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST_POSTGRES) {
                throw new StartFailedException("--database-url: %s is PostgreSQL %d; use %d or later"
                        .formatted(address, version, OLDEST_POSTGRES));
            }
        } catch (SQLException refused) {
            String reason = String.valueOf(refused.getMessage()).replaceAll("\\s*\\R\\s*", " ");
            throw new StartFailedException("--database-url: %s cannot be used: %s".formatted(address, reason), refused);
        }
    }
}
