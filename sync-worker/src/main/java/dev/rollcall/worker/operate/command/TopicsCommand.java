package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.TopicProblem;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.prepare.kafka.KafkaRight;
import dev.rollcall.worker.prepare.kafka.KafkaUser;
import dev.rollcall.worker.prepare.kafka.TopicDeclaration;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Declares the topics and says what is wrong with existing ones. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Declare all topics and check the existing ones, on the Kafka of KAFKA_BOOTSTRAP_SERVERS.",
        footer = {"", "As an administrator of the cluster:  topics --acl --principal worker=User:sync"})
final class TopicsCommand implements Callable<Integer> {

    /** A distinguished name of a certificate too; nothing that ends a shell's quotes. */
    private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z]+:[^'\\p{Cntrl}]+");

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description =
                    "Of new topics; -1 is the broker's default (default: $ROLLCALL_REPLICATION_FACTOR, else 3, or as many as the"
                            + " cluster has brokers).")
    private @Nullable String replicationFactor;

    @Option(
            names = "--acl",
            description = "Only print the commands of Kafka's own tool that allow each user what it needs.")
    private boolean acl;

    @Option(
            names = "--principal",
            paramLabel = "USER=NAME",
            description =
                    "With --acl: who gateway, worker or operator is in Kafka (default: User:rollcall-<user>); may be"
                            + " repeated.")
    private Map<KafkaUser, String> principals = Map.of();

    @Mixin
    private final JsonOption json = new JsonOption();

    TopicsCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        JsonOption.Answer answer = json.answer(out, err);
        if (acl) {
            return answer.fact("commands", printRights(answer)).end(0);
        }
        String factor = replicationFactor != null
                ? replicationFactor
                : settings.variables().get("ROLLCALL_REPLICATION_FACTOR");
        OptionalInt wanted = factor == null ? OptionalInt.empty() : OptionalInt.of(replication(factor));
        Topics topics = settings.topics();
        try (Admin admin = settings.kafka().admin(Map.of())) {
            short replication = wanted.isPresent() ? (short) wanted.getAsInt() : TopicDeclaration.replicationOf(admin);
            List<String> made = TopicDeclaration.declare(admin, topics.all(), replication);
            List<String> problems = TopicProblem.of(admin, topics.all()).stream()
                    .map(TopicProblem::sentence)
                    .toList();
            if (!problems.isEmpty()) {
                throw new IllegalStateException(String.join("; ", problems));
            }
            answer.line(
                    made.isEmpty()
                            ? "All topics are as declared."
                            : "Made " + String.join(", ", made) + "." + writeDown(made));
            return answer.fact("made", made).end(0);
        }
    }

    /** Asks nobody: an administrator of the cluster runs them, who often has nothing else of Rollcall. */
    private List<String> printRights(JsonOption.Answer answer) {
        List<String> commands = new ArrayList<>();
        String servers = settings.variables().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "");
        @Nullable KafkaUser before = null;
        for (KafkaRight right : KafkaRight.of(settings.topics())) {
            if (right.user() != before) {
                before = right.user();
                answer.line("# " + before);
            }
            String principal = principals.getOrDefault(right.user(), "User:rollcall-" + right.user());
            if (!PRINCIPAL.matcher(principal).matches()) {
                throw new IllegalArgumentException("--principal " + right.user()
                        + " has to be what Kafka calls the user; write --principal " + right.user()
                        + "=User:rollcall-" + right.user());
            }
            String command = "kafka-acls.sh --bootstrap-server " + (servers.isBlank() ? "HOST:PORT" : servers)
                    + " --command-config admin.properties " + right.arguments(principal);
            commands.add(command);
            answer.line(command + "  # " + (right.always() ? "" : "optional, ") + right.purpose());
        }
        return commands;
    }

    /** Topics are made where no database may be in reach: then this says so, and the topics are made all the same. */
    private String writeDown(List<String> made) {
        if (settings.variables().getOrDefault("ROLLCALL_DATABASE_URL", "").isBlank()) {
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
