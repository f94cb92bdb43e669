package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.doctor.DatabaseExamination;
import dev.rollcall.worker.operate.doctor.Finding;
import dev.rollcall.worker.operate.doctor.GatewayExamination;
import dev.rollcall.worker.operate.doctor.KafkaExamination;
import dev.rollcall.worker.operate.replay.EventPublisher;
import dev.rollcall.worker.operate.replay.Reprocessing;
import dev.rollcall.worker.prepare.database.CertificateRefusal;
import dev.rollcall.worker.prepare.database.DatabaseUrl;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import dev.rollcall.worker.prepare.schema.Migration;
import dev.rollcall.worker.prepare.schema.MigrationOptions;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The commands beside the loops. They need no Spring, and end with 0, or with one line and 1. */
public final class WorkerCommand {

    /** How long a command waits for a worker to apply what it published. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Set<String> COMMANDS =
            Set.of("migrate", "topics", "doctor", "erase", "reprocess", "dead-letters", "replay", "bind");

    private final Map<String, String> environment;
    private final CommandEnvironment settings;
    private final PrintStream out;

    private WorkerCommand(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        settings = new CommandEnvironment(environment);
        this.out = out;
    }

    public static boolean isCommand(String argument) {
        return COMMANDS.contains(argument);
    }

    public static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        String command = arguments.getFirst();
        CertificateRefusal.silenceDriver();
        try {
            return new WorkerCommand(environment, out).run(command, arguments.subList(1, arguments.size()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            err.println("rollcall " + command + ": interrupted");
        } catch (IllegalArgumentException wrong) {
            err.println("rollcall " + command + ": " + wrong.getMessage());
        } catch (SQLException | DataAccessException | FlywayException failed) {
            err.println("rollcall " + command + ": the database refused: " + CommandFailure.line(failed));
        } catch (RuntimeException failed) {
            err.println("rollcall " + command + ": " + CommandFailure.line(failed));
        }
        return 1;
    }

    private int run(String command, List<String> arguments) throws SQLException, InterruptedException {
        switch (command) {
            case "migrate" -> migrate(arguments);
            case "topics" -> out.println(declareTopics());
            case "erase" -> new EraseCommand(settings, out, PATIENCE).run(arguments);
            case "reprocess" -> {
                return reprocess();
            }
            case "dead-letters" -> new DeadLetterCommand(settings, out).run(arguments);
            case "bind" -> new BindCommand(settings, out).run(arguments);
            case "replay" -> new ReplayCommand(settings, out).run(arguments);
            default -> {
                return doctor();
            }
        }
        return 0;
    }

    private int doctor() throws SQLException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        DatabaseUrl url = settings.databaseUrl();
        try (HikariDataSource database = settings.openToRead();
                Admin admin = Admin.create(settings.kafka())) {
            findings.addAll(new DatabaseExamination(database, url).run());
            findings.addAll(new KafkaExamination(admin, settings.kafka(), settings.topics()).run());
        }
        findings.addAll(GatewayExamination.of(environment.getOrDefault("ROLLCALL_GATEWAY_MANAGEMENT_URL", ""))
                .run());
        findings.forEach(out::println);
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL) ? 1 : 0;
    }

    private int reprocess() throws SQLException, InterruptedException {
        try (HikariDataSource database = settings.openToWrite();
                EventPublisher publisher = new EventPublisher(settings.kafka(), settings.topics())) {
            Reprocessing.Result result = new Reprocessing(database, publisher, PATIENCE).run(Actor.ofThisProcess());
            out.println(result.moved() + " objects moved from clerk.other_objects to their tables.");
            if (result.left() > 0) {
                out.println(result.left() + " are published but not in their tables: look at rollcall.dead_letters, and"
                        + " whether a worker runs.");
            }
            return result.left() == 0 ? 0 : 1;
        }
    }

    private void migrate(List<String> arguments) throws SQLException {
        Options given = new Options(arguments, Set.of(), Set.of("take-roles", "reset-passwords", "plain-passwords"));
        Boolean history = historySwitch(environment.getOrDefault("ROLLCALL_HISTORY", ""));
        Migration migration = new Migration(
                settings.migrationUrl(),
                settings.rolePasswords(),
                new MigrationOptions(
                        given.has("take-roles"), given.has("reset-passwords"), given.has("plain-passwords")));
        int ran = migration.run();
        boolean kept = migration.keepHistory(history);
        String months = environment.getOrDefault("ROLLCALL_HISTORY_MONTHS", "");
        if (!months.isEmpty()) {
            migration.keepHistoryFor(historyMonths(months));
        }
        String told = Stream.of(
                        given.has("take-roles") ? "take-roles" : "",
                        given.has("reset-passwords") ? "reset-passwords" : "",
                        history == null ? "" : "history " + (kept ? "on" : "off"),
                        months.isEmpty() ? "" : "history for " + months + " months")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
        migration.asOwner(owner -> AuditLog.write(
                JdbcClient.create(new SingleConnectionDataSource(owner, true)),
                Actor.ofThisProcess(), AuditLog.Action.MIGRATE, told.isEmpty() ? "schema" : told, ran, null));
        out.println((ran == 0
                        ? "The database is up to date."
                        : "The database is up to date: " + ran + " migrations ran now.")
                + (kept ? " History is on: rollcall.history holds old and new values of every change." : ""));
        migration.notes().forEach(out::println);
    }

    private static @Nullable Boolean historySwitch(String text) {
        return switch (text) {
            case "" -> null;
            case "on" -> true;
            case "off" -> false;
            default ->
                throw new IllegalArgumentException(
                        "ROLLCALL_HISTORY has to be on or off; without it, it stays as it is");
        };
    }

    private static int historyMonths(String text) {
        try {
            int months = Integer.parseInt(text);
            if (months >= 1) {
                return months;
            }
        } catch (NumberFormatException notANumber) {
            throw wrongMonths(notANumber);
        }
        throw wrongMonths(null);
    }

    private static IllegalArgumentException wrongMonths(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "ROLLCALL_HISTORY_MONTHS has to be a number of months, 1 or more; write ROLLCALL_HISTORY_MONTHS=13",
                cause);
    }

    private String declareTopics() {
        Topics topics = settings.topics();
        short replication = replication(environment.getOrDefault("ROLLCALL_REPLICATION_FACTOR", "1"));
        try (Admin admin = Admin.create(settings.kafka())) {
            List<String> made = TopicDeclaration.declare(admin, topics.all(), replication);
            List<String> problems = TopicDeclaration.problems(admin, topics.all());
            if (!problems.isEmpty()) {
                throw new IllegalStateException(String.join("; ", problems));
            }
            return made.isEmpty()
                    ? "All topics are as declared."
                    : "Made " + String.join(", ", made) + "." + writeDown(made);
        }
    }

    /** Topics are made where no database may be in reach: then this says so, and the topics are made all the same. */
    private String writeDown(List<String> made) {
        if (environment.getOrDefault("ROLLCALL_DATABASE_URL", "").isBlank()) {
            return " Without ROLLCALL_DATABASE_URL rollcall.audit_log has no line of it.";
        }
        try (HikariDataSource database = settings.openToWrite()) {
            AuditLog.write(
                    JdbcClient.create(database),
                    Actor.ofThisProcess(),
                    AuditLog.Action.TOPICS,
                    String.join(", ", made),
                    made.size(),
                    null);
            return "";
        } catch (SQLException | RuntimeException refused) {
            return " rollcall.audit_log has no line of it: " + CommandFailure.line(refused);
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
}
