package dev.rollcall.benchmark.worker;

import dev.rollcall.benchmark.stack.Servers;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.HttpHealth;
import dev.rollcall.local.process.JavaCommand;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Kafka Connect, standalone, with a connector of Debezium's JDBC sink for each table, as {@code benchmarks/peers/debezium} tunes
 * them.
 *
 * @param version of the sink
 * @param port of its administration, on 127.0.0.1
 */
record SinkProcess(ChildProcess process, String version, int port) implements AutoCloseable {

    private static final String PEER = "benchmarks/peers/debezium";
    private static final String MAIN = "org.apache.kafka.connect.cli.ConnectStandalone";
    private static final Pattern SINK = Pattern.compile("debezium-connector-jdbc-([^/]+)\\.jar");

    /** Four times the worker's memory, and its collector. */
    private static final List<String> OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx1g",
            "-XX:+UseParallelGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private static final Duration LONGEST_RESOLUTION = Duration.ofMinutes(10);
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final String FAILED = "\"state\":\"FAILED\"";
    private static final String RUNNING = "\"state\":\"RUNNING\"";

    /** A connector, and its tasks as the file says. */
    private static final int RUNNING_PARTS = 3;

    /** Ready. Empty, with a line that says so, where Maven cannot resolve Kafka Connect and the sink. */
    static Optional<SinkProcess> start(Servers servers, Path root, List<FlatTable> tables)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectories(servers.directory().resolve("debezium"));
        Optional<String> classPath = classPath(root.resolve(PEER).resolve("pom.xml"), directory);
        Matcher sink = SINK.matcher(classPath.orElse(""));
        if (classPath.isEmpty() || !sink.find()) {
            System.out.println("Skipped: Debezium's JDBC sink, since Maven cannot resolve it or Kafka Connect.");
            return Optional.empty();
        }
        int port = FreePort.any();
        List<String> files = new ArrayList<>();
        files.add(connect(servers, root, directory, port));
        for (FlatTable table : tables) {
            files.add(connector(servers, root, directory, table));
        }
        ChildProcess process = ChildProcess.start(ChildCommand.of(
                "connect",
                JavaCommand.main(classPath.get(), MAIN, OPTIONS, files),
                Map.of(),
                directory.resolve("connect.log")));
        SinkProcess started = new SinkProcess(process, sink.group(1), port);
        for (FlatTable table : tables) {
            process.awaitUntil(() -> started.runs(table), LONGEST_START);
        }
        return Optional.of(started);
    }

    private static Optional<String> classPath(Path pom, Path directory) throws IOException, InterruptedException {
        Path classPath = directory.resolve("classpath.txt");
        List<String> command = List.of(
                "mvn",
                "-B",
                "-q",
                "-ntp",
                "-f",
                pom.toString(),
                "-Dkafka.version=" + AppInfoParser.getVersion(),
                "-Dmdep.outputFile=" + classPath,
                "-Dmdep.includeScope=runtime",
                "dependency:build-classpath");
        try (ChildProcess maven =
                ChildProcess.start(ChildCommand.of("mvn", command, Map.of(), directory.resolve("mvn.log")))) {
            boolean resolved = maven.awaitExit(LONGEST_RESOLUTION) && maven.awaitExit() == 0;
            return resolved ? Optional.of(Files.readString(classPath).strip()) : Optional.empty();
        }
    }

    private static String connect(Servers servers, Path root, Path directory, int port) throws IOException {
        return file(
                root.resolve(PEER).resolve("connect.properties"),
                directory.resolve("connect.properties"),
                Map.of(
                        "bootstrap.servers",
                        servers.bootstrapServers(),
                        "listeners",
                        "http://127.0.0.1:" + port,
                        "offset.storage.file.filename",
                        directory.resolve("offsets").toString()));
    }

    /** It writes as the administrator, past row security. */
    private static String connector(Servers servers, Path root, Path directory, FlatTable table) throws IOException {
        return file(
                root.resolve(PEER).resolve("sink.properties"),
                directory.resolve(table.name() + ".properties"),
                Map.of(
                        "name",
                        table.name(),
                        "topics",
                        table.name(),
                        "collection.name.format",
                        table.name(),
                        "key.converter.schema.content",
                        table.keySchema(),
                        "value.converter.schema.content",
                        table.valueSchema(),
                        "connection.url",
                        servers.administratorUrl() + "&reWriteBatchedInserts=true",
                        "connection.username",
                        "postgres"));
    }

    private static String file(Path from, Path into, Map<String, String> more) throws IOException {
        Properties properties = new Properties();
        try (Reader tuned = Files.newBufferedReader(from)) {
            properties.load(tuned);
        }
        properties.putAll(more);
        try (Writer all = Files.newBufferedWriter(into)) {
            properties.store(all, null);
        }
        return into.toString();
    }

    private boolean runs(FlatTable table) throws InterruptedException {
        requireUnfailed(table);
        return status(table).split(Pattern.quote(RUNNING), -1).length == RUNNING_PARTS + 1;
    }

    /** A task that fails stays so, beside the others. */
    void requireUnfailed(FlatTable table) throws InterruptedException {
        String status = status(table);
        if (!process.isAlive() || status.contains(FAILED)) {
            throw new IllegalStateException("the sink has failed: " + status + " " + process.explanation());
        }
    }

    /** As Kafka Connect tells it, with the reason where it has failed. */
    private String status(FlatTable table) throws InterruptedException {
        return HttpHealth.body(URI.create("http://127.0.0.1:%d/connectors/%s/status".formatted(port, table.name())))
                .orElse("it does not answer");
    }

    @Override
    public void close() {
        process.close();
    }
}
