package dev.rollcall.worker;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.database.DatabaseUrl;
import dev.rollcall.worker.schema.Migration;
import dev.rollcall.worker.topics.TopicDeclaration;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The commands that prepare what the worker needs. They need no Spring, and end with 0 or with one line and 1. */
final class WorkerCommand {

    private WorkerCommand() {}

    static boolean isCommand(String argument) {
        return argument.equals("migrate") || argument.equals("topics");
    }

    static int run(String command, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            out.println(command.equals("migrate") ? migrate(environment) : declareTopics(environment));
            return 0;
        } catch (IllegalArgumentException wrong) {
            err.println("rollcall " + command + ": " + wrong.getMessage());
        } catch (SQLException | FlywayException failed) {
            err.println("rollcall migrate: the database refused: " + firstLine(failed));
        } catch (RuntimeException failed) {
            err.println("rollcall " + command + ": " + firstLine(failed));
        }
        return 1;
    }

    private static String migrate(Map<String, String> environment) throws SQLException {
        String setting = "ROLLCALL_MIGRATION_DATABASE_URL";
        DatabaseUrl url = DatabaseUrl.parse(setting, environment.get(setting));
        Map<String, String> passwords = new HashMap<>();
        for (String role : List.of("sync", "tenant", "backend")) {
            String password = environment.get("ROLLCALL_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD");
            if (password != null && !password.isEmpty()) {
                passwords.put("rollcall_" + role, password);
            }
        }
        int ran = new Migration(url, passwords).run();
        return ran == 0 ? "The database is up to date." : "The database is up to date: " + ran + " migrations ran now.";
    }

    private static String declareTopics(Map<String, String> environment) {
        Topics topics = new Topics(environment.getOrDefault("ROLLCALL_TOPIC_PREFIX", ""));
        short replication = replication(environment.getOrDefault("ROLLCALL_REPLICATION_FACTOR", "1"));
        try (Admin admin = Admin.create(Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                environment.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "localhost:19092")))) {
            List<String> made = TopicDeclaration.declare(admin, topics.all(), replication);
            List<String> problems = TopicDeclaration.problems(admin, topics.all());
            if (!problems.isEmpty()) {
                throw new IllegalStateException(String.join("; ", problems));
            }
            return made.isEmpty() ? "All topics are as declared." : "Made " + String.join(", ", made) + ".";
        }
    }

    private static short replication(String text) {
        try {
            short factor = Short.parseShort(text);
            if (factor == -1 || factor > 0) {
                return factor;
            }
        } catch (NumberFormatException notANumber) {
            throw wrongReplication(notANumber);
        }
        throw wrongReplication(null);
    }

    private static IllegalArgumentException wrongReplication(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "ROLLCALL_REPLICATION_FACTOR has to be a number of brokers, or -1 for the cluster's default; write"
                        + " ROLLCALL_REPLICATION_FACTOR=3",
                cause);
    }

    private static String firstLine(Exception failed) {
        Throwable innermost = failed;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
