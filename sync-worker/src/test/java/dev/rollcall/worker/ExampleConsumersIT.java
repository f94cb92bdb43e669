package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.proving.servers.NodeProject;
import dev.rollcall.proving.servers.OptionalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each program of {@code examples/consumers} folds a topic, as the worker writes it, to the rows of the table. */
class ExampleConsumersIT {

    private static final Path EXAMPLES =
            Path.of("..", "examples", "consumers").toAbsolutePath().normalize();
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MEMBERS = 60;

    /** The system's, which Debian's package is for. */
    private static final String PYTHON =
            Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

    private final WorkerHarness worker = new WorkerHarness();

    @BeforeEach
    void announce() throws InterruptedException {
        List<Events.Event> events = new ArrayList<>();
        events.add(Events.organization("o1", "created", "org_1", 1, "Acme"));
        for (int index = 0; index < MEMBERS; index++) {
            events.add(Events.user("u" + index, "created", "user_" + index, 1, "Zoë", List.of()));
            events.add(Events.membership(
                    "m" + index, "created", "orgmem_" + index, "org_1", "user_" + index, 2, "org:member"));
        }
        // As deep as a change event can be.
        events.add(Events.event(
                "deep",
                "organizationMembership.created",
                2,
                "orgmem_deep",
                "{\"id\":\"orgmem_deep\",\"role\":\"org:deep\",\"organization\":{\"id\":\"org_1\"},"
                        + "\"public_user_data\":{\"user_id\":\"user_8\"},\"public_metadata\":{\"d\":"
                        + "[".repeat(398) + "]".repeat(398) + "},\"updated_at\":" + Events.BASE + "}"));
        events.add(Events.deleted("d1", "user", "user_7", 3));
        events.add(Events.membershipDeleted("d2", "orgmem_9", "org_1", "user_9", 2, 4));
        worker.produce(events);
        worker.start();
        worker.awaitDrained();
        assertThat(worker.database.rows("select sync_incomplete from clerk.organization_memberships"
                        + " where id = 'orgmem_deep' and public_metadata ? 'd'"))
                .containsExactly("-");
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private String topic() {
        return worker.topics.changes(Resource.ORGANIZATION_MEMBERSHIP);
    }

    private void assertTheRows(String printed) {
        assertThat(printed.lines().map(ExampleConsumersIT::row).toList())
                .hasSizeGreaterThan(MEMBERS / 2)
                .containsExactlyInAnyOrderElementsOf(worker.database.rows("select id, organization_id, user_id, role"
                        + " from clerk.organization_memberships where deleted_at is null"));
    }

    private static String row(String line) {
        JsonNode row = JSON.readTree(line);
        return String.join(
                "|",
                List.of("id", "organization_id", "user_id", "role").stream()
                        .map(name -> row.path(name).asString("-"))
                        .toList());
    }

    @Test
    void inTypeScript() throws IOException, InterruptedException {
        Assumptions.assumeTrue(NodeProject.isThere());
        NodeProject project = ClientPackage.project("consumers");
        ClientPackage.installInto(project);
        project.take(EXAMPLES.resolve("fold.ts"), "consumer/fold.ts");
        project.take(EXAMPLES.resolve("tsconfig.json"), "consumer/tsconfig.json");
        project.require(Map.of(), "tsc", "--project", "consumer");
        assertTheRows(project.require(Map.of(), "node", "consumer/fold.js", worker.kafka.bootstrapServers(), topic()));
    }

    @Test
    void inPython() throws IOException, InterruptedException {
        Assumptions.assumeTrue(OptionalProgram.isThere(
                ended(PYTHON, "-c", "import confluent_kafka").isBlank(),
                "confluent-kafka of Python is not installed (Debian: python3-confluent-kafka)"));
        assertTheRows(ended(PYTHON, EXAMPLES.resolve("fold.py").toString(), worker.kafka.bootstrapServers(), topic()));
    }

    @Test
    void inJava() throws IOException, InterruptedException {
        assertTheRows(ended(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                EXAMPLES.resolve("Fold.java").toString(),
                worker.kafka.bootstrapServers(),
                topic()));
    }

    /** What it printed; what it said when it failed. */
    private static String ended(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("consumer", ".out");
        Path error = Files.createTempFile("consumer", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return command[0] + " did not end";
        }
        return process.exitValue() == 0 ? Files.readString(output) : Files.readString(error);
    }
}
