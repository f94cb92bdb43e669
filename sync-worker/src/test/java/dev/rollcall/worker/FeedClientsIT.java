package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.proving.servers.OptionalProgram;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The change topics, as the worker writes them, read by clients of other languages that nothing was added to: each reads
 * exactly what the Java client reads. A client that is not installed is skipped, in CI it is a failure.
 */
class FeedClientsIT {

    private static final Path KAFKAJS = Path.of("src", "test", "clients", "kafkajs");
    private static final List<Resource> READ =
            List.of(Resource.USER, Resource.ORGANIZATION, Resource.ORGANIZATION_MEMBERSHIP);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int USERS = 400;

    private final WorkerHarness worker = new WorkerHarness();

    /** What every client tells of a record. */
    private record Change(String topic, int partition, long offset, String key, String value, String id) {}

    @BeforeEach
    void announce() throws InterruptedException {
        List<Events.Event> events = new ArrayList<>();
        events.add(Events.organization("o1", "created", "org_1", 1, "Acmé \ud83d\ude00 " + "a".repeat(5_000)));
        for (int index = 0; index < USERS; index++) {
            events.add(Events.user("m" + index, "created", "user_" + index, 2, "Zoë " + index, List.of()));
        }
        events.add(Events.deleted("d1", "user", "user_7", 3));
        worker.produce(events);
        worker.start();
        worker.awaitDrained();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void kafkajsReadsEveryChange() throws Exception {
        require(program("node").isPresent() && program("npm").isPresent(), "Node.js and npm are not installed");
        Path installed = Path.of("target", "kafkajs");
        Files.createDirectories(installed);
        try (Stream<Path> files = Files.list(KAFKAJS)) {
            for (Path file : files.toList()) {
                Files.copy(file, installed.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // With --prefer-offline a second run needs no network.
        Ended npm = run(
                installed,
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--loglevel=error");
        require(npm.code() == 0, "kafkajs cannot be installed: " + npm.error());
        List<Change> expected = changes();
        List<String> command = new ArrayList<>(List.of(
                "node", "read.mjs", worker.kafka.bootstrapServers(), "kafkajs", Integer.toString(expected.size())));
        READ.forEach(resource -> command.add(worker.topics.changes(resource)));
        Ended read = run(installed, command.toArray(String[]::new));
        assertThat(read.code()).as(read.error()).isZero();
        assertThat(read.output().lines().map(FeedClientsIT::ofKafkajs).toList())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void librdkafkaReadsEveryChange() throws Exception {
        require(program("kcat").isPresent(), "kcat is not installed");
        List<Change> read = new ArrayList<>();
        for (Resource resource : READ) {
            Ended ended = run(
                    Path.of("target"),
                    "kcat",
                    "-b",
                    worker.kafka.bootstrapServers(),
                    "-C",
                    "-t",
                    worker.topics.changes(resource),
                    "-o",
                    "beginning",
                    "-e",
                    "-q",
                    "-J");
            assertThat(ended.code()).as(ended.error()).isZero();
            ended.output().lines().map(FeedClientsIT::ofKcat).forEach(read::add);
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(changes());
    }

    /** As the Java client reads them, which is what the other tests of the feed hold. */
    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (Resource resource : READ) {
            for (ConsumerRecord<byte[], byte[]> message : worker.read(worker.topics.changes(resource))) {
                changes.add(new Change(
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        text(message.key()),
                        String.valueOf(message.value() == null ? null : text(message.value())),
                        text(message.headers().lastHeader("ce_id").value())));
            }
        }
        assertThat(changes).hasSizeGreaterThanOrEqualTo(USERS + 1);
        return changes;
    }

    private static Change ofKafkajs(String line) {
        JsonNode record = JSON.readTree(line);
        return new Change(
                record.get("topic").stringValue(),
                record.get("partition").intValue(),
                record.get("offset").longValue(),
                record.get("key").stringValue(),
                valueOf(record.get("value")),
                record.get("id").stringValue());
    }

    private static Change ofKcat(String line) {
        JsonNode record = JSON.readTree(line);
        JsonNode headers = record.get("headers");
        String id = "";
        for (int index = 0; index < headers.size(); index += 2) {
            if (headers.get(index).stringValue().equals("ce_id")) {
                id = headers.get(index + 1).stringValue();
            }
        }
        return new Change(
                record.get("topic").stringValue(),
                record.get("partition").intValue(),
                record.get("offset").longValue(),
                record.get("key").stringValue(),
                valueOf(record.get("payload")),
                id);
    }

    private static String valueOf(JsonNode value) {
        return value.isNull() ? "null" : value.stringValue();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void require(boolean present, String otherwise) {
        Assumptions.assumeTrue(OptionalProgram.isThere(present, otherwise));
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private record Ended(int code, String output, String error) {}

    private static Ended run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(Path.of("target"), "client", ".out");
        Path error = Files.createTempFile(Path.of("target"), "client", ".err");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Ended(-1, "", command[0] + " did not end: " + Files.readString(error));
        }
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(error));
    }
}
