package dev.rollcall.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.CapturedLog;
import dev.rollcall.proving.servers.GuardedKafka;
import dev.rollcall.proving.servers.TestAuthority;
import dev.rollcall.worker.operate.command.WorkerCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worker and commands on a Kafka that speaks TLS and asks for a password, whose certificate they have to trust. */
class TlsToKafkaIT {

    private static final String USER = "worker";
    private static final String WORD = "a-password";

    @TempDir
    private static Path certificates;

    private static TestAuthority first;
    private static TestAuthority second;

    @TempDir
    private Path directory;

    private GuardedKafka kafka;
    private WorkerHarness harness;
    private Path trusted;
    private int messages;

    @BeforeAll
    static void makeAuthorities() throws Exception {
        first = TestAuthority.make(certificates, "first");
        second = TestAuthority.make(certificates, "second");
    }

    @BeforeEach
    void startKafka() throws Exception {
        trusted = directory.resolve("trusted.pem");
        first.publish(trusted);
        kafka = GuardedKafka.start(directory.resolve("kafka"), first);
        kafka.give(USER, WORD);
        harness = new WorkerHarness(TestDatabase.create(), kafka.server());
        kafka.allow(List.of(
                GuardedKafka.right(USER, TOPIC, PREFIXED, harness.topics.prefix(), ALL),
                GuardedKafka.right(USER, GROUP, PREFIXED, harness.topics.workerGroup(), ALL),
                GuardedKafka.right(USER, TRANSACTIONAL_ID, PREFIXED, harness.topics.workerGroup(), ALL)));
    }

    @AfterEach
    void stop() {
        harness.close();
        kafka.close();
    }

    /** What Kafka's own tools take. */
    private Path file() throws IOException {
        Path file = directory.resolve("client.properties");
        Properties properties = new Properties();
        properties.putAll(kafka.clientOf(USER, WORD));
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", trusted.toString());
        try (Writer writer = Files.newBufferedWriter(file, UTF_8)) {
            properties.store(writer, null);
        }
        return file;
    }

    /** The same in the words of Spring Boot. */
    private Map<String, String> bundle() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "spring.kafka.ssl.bundle", "kafka",
                "spring.ssl.bundle.pem.kafka.truststore.certificate", "file:" + trusted,
                "spring.ssl.bundle.pem.kafka.reload-on-update", "true",
                "spring.ssl.bundle.watch.file.quiet-period", "200ms"));
        kafka.clientOf(USER, WORD)
                .forEach((name, value) -> settings.put("spring.kafka.properties[" + name + "]", value));
        return settings;
    }

    private RunningWorker start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("spring.kafka.bootstrap-servers", kafka.guardedServers());
        all.put("rollcall.clerk-instance-id", Events.INSTANCE);
        return new RunningWorker(
                harness,
                0,
                all.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    private void assertApplies(String when) throws InterruptedException {
        String id = "user_" + messages++;
        harness.produce(List.of(Events.user("msg_" + id, "created", id, 1, "n", List.of())));
        harness.await(when, () -> harness.lagOf(harness.topics.workerGroup()) == 0);
    }

    private String run(Map<String, String> settings, String command) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.guardedServers());
        environment.put("ROLLCALL_TOPIC_PREFIX", harness.topics.prefix());
        environment.put(
                "ROLLCALL_DATABASE_URL",
                "postgresql://rollcall_sync:test-password@127.0.0.1:" + harness.database.server.port() + "/"
                        + harness.database.name);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, UTF_8);
        WorkerCommand.run(List.of(command), environment, out, out);
        return said.toString(UTF_8);
    }

    @Test
    void thePropertiesFileServesTheWorkerAndItsCommands() throws Exception {
        try (RunningWorker worker = start(Map.of("rollcall.kafka.properties-file", file().toString()))) {
            assertThat(worker.port()).isPositive();
            assertApplies("applied over TLS");
        }
        Map<String, String> variables = Map.of("ROLLCALL_KAFKA_PROPERTIES_FILE", file().toString());
        assertThat(run(variables, "topics")).isEqualToIgnoringNewLines("All topics are as declared.");
        assertThat(run(variables, "doctor"))
                .contains("topics are as declared", "every client can read the change topics");
    }

    @Test
    void aBundleServesTheCommandsToo() {
        Map<String, String> variables = new HashMap<>();
        bundle().forEach((name, value) -> {
            if (!name.contains("[")) {
                variables.put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""), value);
            }
        });
        kafka.clientOf(USER, WORD)
                .forEach((name, value) -> variables.put(
                        "SPRING_KAFKA_PROPERTIES_"
                                + name.toUpperCase(Locale.ROOT).replace('.', '_'),
                        value));
        assertThat(run(variables, "topics")).isEqualToIgnoringNewLines("All topics are as declared.");
        assertThat(run(variables, "doctor"))
                .contains("topics are as declared", "every client can read the change topics");
    }

    /** Nobody restarts a worker because an authority was changed: the loops connect with the file as it is. */
    @Test
    void aBundleThatChangesIsUsedWithTheNextConnection() throws Exception {
        try (RunningWorker worker = start(bundle());
                CapturedLog log = new CapturedLog()) {
            assertThat(worker.port()).isPositive();
            assertApplies("applied with the first certificate");
            kafka.restartWith(second);
            harness.await(
                    "the second is not trusted",
                    () -> log.lines().stream().anyMatch(line -> line.contains("TLS handshake with Kafka failed")));
            second.publish(trusted);
            assertApplies("applied with the second certificate");
            assertThat(log.lines()).noneMatch(line -> line.contains(WORD));
        }
    }
}
