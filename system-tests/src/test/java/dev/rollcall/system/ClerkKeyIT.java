package dev.rollcall.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.api.LocalClerk;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import dev.rollcall.system.RollcallCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The key of Clerk's Backend API can delete users. It is planted here, used for a backfill and a survey, and then looked
 * for: in the environment and the arguments of every process, in every file, table, topic and output.
 */
@Tag("long")
class ClerkKeyIT {

    private static final String SECRET = "canaryOfClerksBackendApi7";
    private static final String KEY = "sk_test_" + SECRET;
    private static final String ANY_SERVER_PORT = "--postgres-port=0 --kafka-port=0";

    @TempDir
    Path directory;

    private final ClerkObjects objects = new ClerkObjects();

    @AfterEach
    void stop() throws Exception {
        RollcallCommand.in(directory).run("down");
    }

    @Test
    void isSeenByWhoAsksClerkAndByNobodyElse() throws Exception {
        World.of(WorldSettings.of(17, 600)).events().forEachOrdered(objects::happened);
        RollcallCommand rollcall = RollcallCommand.in(directory);
        try (LocalClerk clerk = LocalClerk.start(
                new LocalClerk.Settings(
                        0, WorldSettings.DEFAULT_INSTANCE_ID, Set.of(KEY), LocalClerk.PRODUCTION_REQUESTS),
                objects)) {
            Map<String, String> key =
                    Map.of("CLERK_SECRET_KEY", KEY, "CLERK_API_URL", clerk.url().toString());
            Result up = rollcall.up(key, ANY_SERVER_PORT.split(" "));
            assertThat(up.exitCode()).as(up.errors()).isZero();
            assertThat(up.output()).contains("./rollcall backfill");
            Map<Long, String> processes = processes();
            assertThat(processes).hasSizeGreaterThan(4);
            processes.forEach((pid, seen) -> assertNot("process " + pid, seen));

            Result backfill = rollcall.run(key, "backfill", "--rate=0");
            assertThat(backfill.exitCode())
                    .as(backfill.output() + backfill.errors())
                    .isZero();
            Result reconcile = rollcall.run(key, "reconcile", "--rate=0");
            assertThat(reconcile.exitCode())
                    .as(reconcile.output() + reconcile.errors())
                    .isZero();
            assertThat(reconcile.output()).contains("Nothing differs: 0.");
            Result wrong = rollcall.run(
                    Map.of(
                            "CLERK_SECRET_KEY",
                            SECRET + " ",
                            "CLERK_API_URL",
                            clerk.url().toString()),
                    "reconcile");
            assertThat(wrong.exitCode()).isEqualTo(2);
            for (Result result : List.of(up, backfill, reconcile, wrong)) {
                assertNot("output", result.output() + result.errors());
            }
            assertThat(clerk.counts().notGets()).isZero();
            assertThat(tables()).isNotZero();
            assertThat(topics()).isNotZero();
            assertThat(files()).isNotZero();

            rollcall.run("down");
            Map<String, String> surveying = new HashMap<>(key);
            surveying.put("ROLLCALL_RECONCILE_EVERY", "24h");
            assertThat(rollcall.up(surveying, ANY_SERVER_PORT.split(" ")).exitCode())
                    .isZero();
            long worker = pid("WORKER");
            Map<Long, String> running = processes();
            assertThat(running.remove(worker)).as("the worker, which surveys").contains(KEY);
            running.remove(supervisor());
            running.forEach((pid, seen) -> assertNot("process " + pid, seen));
        }
    }

    private static void assertNot(String where, String seen) {
        assertThat(seen.contains(SECRET)).as("the key is in %s", where).isFalse();
    }

    /** Environment and arguments of all that the stack runs, by process. */
    private Map<Long, String> processes() throws IOException {
        Map<Long, String> seen = new TreeMap<>();
        ProcessHandle supervisor = ProcessHandle.of(supervisor()).orElseThrow();
        for (ProcessHandle process :
                Stream.concat(Stream.of(supervisor), supervisor.descendants()).toList()) {
            Path proc = Path.of("/proc", Long.toString(process.pid()));
            try {
                seen.put(
                        process.pid(),
                        Files.readString(proc.resolve("environ"), ISO_8859_1)
                                + Files.readString(proc.resolve("cmdline"), ISO_8859_1));
            } catch (IOException ended) {
                if (process.isAlive()) {
                    throw ended;
                }
            }
        }
        return seen;
    }

    private JsonNode state() throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(directory.resolve("stack").resolve("run.json")));
    }

    private long supervisor() throws IOException {
        return state().path("supervisor").path("pid").longValue();
    }

    /** Of the process itself and not of the shell that guards it. */
    private long pid(String part) throws IOException {
        for (JsonNode one : state().path("parts")) {
            if (one.path("name").asString("").equals(part)) {
                return one.path("process").path("pid").longValue();
            }
        }
        throw new AssertionError("no " + part);
    }

    /** Every row of every table, as text. Returns how many. */
    private long tables() throws Exception {
        String url = state().path("connections").path("migrationDatabaseUrl").stringValue();
        long rows = 0;
        try (Connection connection = DriverManager.getConnection(jdbc(url));
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found = statement.executeQuery(
                    "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('clerk', 'rollcall')")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet found = statement.executeQuery("select row::text from " + table + " as row")) {
                    while (found.next()) {
                        assertNot(table, found.getString(1));
                        rows++;
                    }
                }
            }
        }
        return rows;
    }

    private static String jdbc(String url) {
        java.net.URI uri = java.net.URI.create(url);
        String[] login = uri.getUserInfo().split(":", 2);
        return "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
                .formatted(uri.getHost(), uri.getPort(), uri.getPath(), login[0], login[1]);
    }

    /** Every record of every topic. Returns how many. */
    private long topics() throws IOException {
        String brokers = state().path("connections").path("kafkaBootstrap").stringValue();
        long records = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                    StringBuilder seen = new StringBuilder();
                    Stream.of(message.key(), message.value())
                            .filter(bytes -> bytes != null)
                            .forEach(bytes -> seen.append(new String(bytes, ISO_8859_1)));
                    message.headers()
                            .forEach(
                                    header -> seen.append(header.key()).append(new String(header.value(), ISO_8859_1)));
                    assertNot(message.topic(), seen.toString());
                    records++;
                }
            }
        }
        return records;
    }

    /** Every file below the data directory, logs among them. Returns how many. */
    private long files() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        long read = 0;
        for (Path file : files) {
            if (Files.size(file) < 64_000_000) {
                assertNot(file.toString(), Files.readString(file, ISO_8859_1));
                read++;
            }
        }
        return read;
    }
}
