package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.GuardedKafka;
import dev.rollcall.worker.prepare.kafka.KafkaRight;
import dev.rollcall.worker.prepare.kafka.KafkaUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three users of a Kafka with an authorizer, each allowed exactly what {@code topics --acl} prints: the commands work,
 * the doctor misses nothing, and names each right that is taken away. Gateway and worker themselves run with theirs in
 * the two {@code RefusedByKafkaIT}.
 */
class KafkaRightsIT {

    private static final Pattern COMMAND =
            Pattern.compile("kafka-acls\\.sh --bootstrap-server \\S+ --command-config admin\\.properties --add"
                    + " --allow-principal '(?<principal>User:[a-z-]+)'(?<operations>( --operation [A-Za-z]+)+)"
                    + " --(?<type>topic|group|transactional-id) (?<name>\\S+)(?<prefixed> --resource-pattern-type prefixed)?"
                    + "  # .+");

    @TempDir
    private static Path directory;

    private static GuardedKafka kafka;
    private static TestDatabase database;
    private static WorkerHarness harness;
    private static Topics topics;

    @BeforeAll
    static void startWithWhatIsPrinted() throws Exception {
        kafka = GuardedKafka.start(directory.resolve("kafka"));
        database = TestDatabase.create();
        harness = new WorkerHarness(database, kafka.server());
        topics = harness.topics;
        for (KafkaUser user : KafkaUser.values()) {
            kafka.give(user.toString(), "a-password");
            kafka.writeClientOf(user.toString(), "a-password", file(user));
        }
        kafka.allow(printed());
    }

    @AfterAll
    static void stop() {
        harness.close();
        kafka.close();
    }

    private static Path file(KafkaUser user) {
        return directory.resolve(user + ".properties");
    }

    private static List<AclBinding> printed() throws IOException {
        CommandRun ran = run(
                KafkaUser.OPERATOR,
                List.of(
                        "topics",
                        "--acl",
                        "--principal",
                        "gateway=User:gateway",
                        "--principal",
                        "worker=User:worker",
                        "--principal",
                        "OPERATOR=User:operator"));
        assertThat(ran.err()).isEmpty();
        List<AclBinding> bindings = new ArrayList<>();
        for (String line : ran.out().lines().toList()) {
            if (!line.startsWith("# ")) {
                bindings.addAll(binding(line));
            }
        }
        return bindings;
    }

    private static List<AclBinding> binding(String line) {
        Matcher command = COMMAND.matcher(line);
        assertThat(command.matches()).as(line).isTrue();
        ResourceType type = switch (command.group("type")) {
            case "topic" -> ResourceType.TOPIC;
            case "group" -> ResourceType.GROUP;
            default -> ResourceType.TRANSACTIONAL_ID;
        };
        return Stream.of(command.group("operations").strip().split("\\s*--operation\\s+"))
                .filter(operation -> !operation.isEmpty())
                .map(SecurityUtils::operation)
                .map(operation -> GuardedKafka.right(
                        command.group("principal").substring("User:".length()),
                        type,
                        command.group("prefixed") == null ? PatternType.LITERAL : PatternType.PREFIXED,
                        command.group("name"),
                        operation))
                .toList();
    }

    private static CommandRun run(KafkaUser user, List<String> command) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.guardedServers(),
                "ROLLCALL_KAFKA_PROPERTIES_FILE",
                file(user).toString(),
                "ROLLCALL_TOPIC_PREFIX",
                topics.prefix(),
                "ROLLCALL_DATABASE_URL",
                "postgresql://rollcall_sync:test-password@127.0.0.1:" + database.server.port() + "/" + database.name));
        return CommandRun.of(environment, command);
    }

    private static CommandRun doctor(KafkaUser user) {
        return run(user, List.of("doctor", "--as", user.toString()));
    }

    @Test
    void theDoctorMissesNothingOfWhatIsPrinted() {
        for (KafkaUser user : KafkaUser.values()) {
            assertThat(doctor(user).out())
                    .contains("OK    this user has every right of a " + user)
                    .contains(user == KafkaUser.GATEWAY ? "is as declared" : "topics are as declared")
                    .doesNotContain("lacks", "refuses", "could not be looked at", "a-password");
        }
    }

    @Test
    void everyRightThatIsTakenAwayIsNamedWithItsResource() throws Exception {
        for (KafkaRight right : KafkaRight.of(topics)) {
            for (AclOperation operation : right.operations()) {
                List<AclBinding> taken = List.of(GuardedKafka.right(
                        right.user().toString(), right.type(), right.pattern(), right.name(), operation));
                kafka.forbid(taken);
                try {
                    CommandRun ran = doctor(right.user());
                    if (isImplied(right, operation)) {
                        assertThat(ran.out()).as(right + " " + operation).doesNotContain("lacks");
                    } else {
                        assertThat(ran.out())
                                .as(right + " " + operation)
                                .contains(right.always() ? "FAIL  " : "WARN  ")
                                .contains(" on the " + right.resource() + ", " + right.purpose())
                                .contains(operation.name());
                    }
                } finally {
                    kafka.allow(taken);
                }
            }
        }
    }

    /** Whether another right of the same user brings it: Kafka takes READ and WRITE for DESCRIBE, and so on. */
    private static boolean isImplied(KafkaRight taken, AclOperation operation) {
        return operation == AclOperation.DESCRIBE && taken.operations().size() > 1
                || KafkaRight.of(topics, taken.user())
                        .filter(other -> !other.equals(taken) && other.type() == taken.type())
                        .filter(other -> other.covers(taken.name()))
                        .anyMatch(other -> other.operations().contains(operation));
    }

    @Test
    void theOperatorsCommandsWorkWithExactlyTheseRights() {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("topics", "All topics are as declared.");
        said.put("dead-letters list", "");
        said.put("replay --from 2026-01-01T00:00Z --dry-run", "");
        said.put("announce --table users", "users: 0 rows announced again.");
        said.put("reprocess", "");
        said.forEach((command, words) -> {
            CommandRun ran = run(KafkaUser.OPERATOR, List.of(command.split(" ")));
            assertThat(ran.err()).as(command).isEmpty();
            assertThat(ran.code()).as(command).isZero();
            assertThat(ran.out()).contains(words);
        });
    }

    /** An authorizer knows of no Rollcall: what is missing has to be said by the command that meets it. */
    @Test
    void aCommandThatLacksARightNamesIt() throws Exception {
        List<AclBinding> create = List.of(GuardedKafka.right(
                "operator",
                ResourceType.TOPIC,
                PatternType.PREFIXED,
                topics.prefix() + "clerk.",
                AclOperation.DESCRIBE_CONFIGS));
        kafka.forbid(create);
        try {
            CommandRun ran = run(KafkaUser.OPERATOR, List.of("topics"));
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .contains("Kafka refuses the topic", topics.events(), "allow DESCRIBE_CONFIGS on it")
                    .hasLineCount(1);
        } finally {
            kafka.allow(create);
        }
    }

    @Test
    void aPrincipalThatAShellWouldExecuteIsRefused() {
        CommandRun ran = run(KafkaUser.OPERATOR, List.of("topics", "--acl", "--principal", "worker=User:x'; true '"));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--principal worker", "write --principal worker=User:rollcall-worker");
    }

    /** The page is read by people who have not Rollcall at hand: administrators of the cluster. */
    @Test
    void theTableOfTheDocumentationIsThisOne() throws IOException {
        String page = Files.readString(Path.of("../docs/kafka-rights.md"));
        List<String> rows = KafkaRight.of(new Topics("<prefix>")).stream()
                .map(right -> "| %s | %s | %s | %s |"
                        .formatted(
                                right.user(),
                                right.resource().replace(right.name(), "`" + right.name() + "`"),
                                right.operations().stream()
                                        .map(AclOperation::name)
                                        .collect(Collectors.joining(", ")),
                                (right.always() ? "" : "optional: ") + right.purpose()))
                .toList();
        assertThat(page.lines().filter(line -> line.matches("\\| (gateway|worker|operator) \\|.*")))
                .containsExactlyElementsOf(rows);
    }
}
