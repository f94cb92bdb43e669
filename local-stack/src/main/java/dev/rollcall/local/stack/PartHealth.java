package dev.rollcall.local.stack;

import dev.rollcall.local.process.HttpHealth;
import dev.rollcall.startup.database.DatabaseUrl;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/** Whether a part answers now. */
public enum PartHealth {
    /** It answers, or says that it is ready. */
    HEALTHY,
    /** Its process runs, or it is a server of the user's, but it does not answer or says that it is not ready. */
    UNHEALTHY,
    /** It has no process. */
    STOPPED;

    /** On a machine that does much else, a part that is well takes seconds to say so. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String READINESS = "/actuator/health/readiness";

    /** As commands print it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Asks the part itself; takes ten seconds at most. */
    public static PartHealth of(RunState.Part part, RunState.Connections connections) throws InterruptedException {
        var process = part.process();
        if (part.own() && (process == null || process.find().isEmpty())) {
            return STOPPED;
        }
        boolean answers = switch (part.name()) {
            case POSTGRES -> postgresAnswers(connections);
            case KAFKA -> kafkaAnswers(connections);
            case WORKER -> HttpHealth.isUp(URI.create(connections.opsUrl() + READINESS), PATIENCE);
            case GATEWAY -> HttpHealth.isUp(URI.create(connections.gatewayUrl() + READINESS), PATIENCE);
        };
        return answers ? HEALTHY : UNHEALTHY;
    }

    private static boolean postgresAnswers(RunState.Connections connections) {
        String url = DatabaseUrl.parse(connections.backendDatabaseUrl()).jdbcUrlWithLogin();
        try (Connection connection = DriverManager.getConnection(url + "&loginTimeout=" + PATIENCE.toSeconds())) {
            return connection.isValid((int) PATIENCE.toSeconds());
        } catch (SQLException refused) {
            return false;
        }
    }

    private static boolean kafkaAnswers(RunState.Connections connections) throws InterruptedException {
        return KafkaClient.problem(connections.kafka(), PATIENCE) == null;
    }
}
