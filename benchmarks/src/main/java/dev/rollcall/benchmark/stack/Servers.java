package dev.rollcall.benchmark.stack;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.local.server.DirectoryTree;
import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.local.stack.Applications;
import dev.rollcall.model.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL and Kafka, both durable, with Rollcall's schema and topics, and what starts Rollcall's own processes. */
public final class Servers implements AutoCloseable {

    /** The secret that the gateway and the load share. */
    public static final String SECRET = "whsec_YmVuY2htYXJrcy1vZi1yb2xsY2FsbC0wMDAwMDAwMA==";

    private static final String DATABASE = "rollcall";
    private static final String PASSWORD = "benchmark";
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final Path root;
    private final Path directory;
    private final PostgresServer postgres;
    private final KafkaServer kafka;

    private Servers(Path root, Path directory, PostgresServer postgres, KafkaServer kafka) {
        this.root = root;
        this.directory = directory;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /** @param root of the repository, where the executable jars are */
    public static Servers start(Path root) throws IOException, SQLException, InterruptedException {
        Path directory = Files.createTempDirectory("rollcall-benchmark-");
        PostgresServer postgres = settled(PostgresServer.start(directory.resolve("postgres"), 0), directory);
        Servers servers = new Servers(root, directory, postgres, KafkaServer.start(directory.resolve("kafka"), 0));
        servers.prepare();
        return servers;
    }

    /**
     * PostgreSQL notes when each transaction committed, which freshness is measured by; it needs a restart for that. Its
     * checkpoints come by the clock alone: by the amount of log, one would meet now this run, now that.
     */
    private static PostgresServer settled(PostgresServer first, Path directory) throws SQLException {
        try (Connection connection = DriverManager.getConnection(first.jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set track_commit_timestamp = on");
            statement.execute("alter system set max_wal_size = '16GB'");
        }
        first.close();
        return PostgresServer.start(directory.resolve("postgres"), 0);
    }

    private void prepare() throws InterruptedException {
        postgres.createDatabase(DATABASE);
        command(
                "migrate",
                Map.of("ROLLCALL_MIGRATION_DATABASE_URL", administratorUrl(), "ROLLCALL_SYNC_PASSWORD", PASSWORD));
        command("topics", Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
    }

    private void command(String name, Map<String, String> environment) throws InterruptedException {
        ChildProcess process = ChildProcess.start(
                ChildCommand.of(name, JavaCommand.jar(workerJar(), options(), List.of(name)), environment, log(name)));
        if (process.awaitExit() != 0) {
            throw new IllegalStateException(name + " failed, see " + log(name));
        }
    }

    public Topics topics() {
        return new Topics("");
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** JDBC, of the superuser. */
    public String administratorUrl() {
        return postgres.jdbcUrl(DATABASE);
    }

    /** JDBC, of the worker's role: the same row security and settings as the worker's. */
    public String workerUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=rollcall_sync&password=%s"
                .formatted(postgres.port(), DATABASE, PASSWORD);
    }

    /** The gateway, ready. */
    public App gateway() throws InterruptedException {
        int port = FreePort.any();
        int management = FreePort.any();
        return app(
                "gateway",
                Applications.builtIn(root).gateway(),
                port,
                management,
                Map.of(
                        "CLERK_WEBHOOK_SIGNING_SECRET",
                        SECRET,
                        "ROLLCALL_HEARTBEAT_INTERVAL",
                        "0s",
                        "ROLLCALL_GATEWAY_PORT",
                        Integer.toString(port),
                        "ROLLCALL_GATEWAY_MANAGEMENT_PORT",
                        Integer.toString(management)));
    }

    /** The worker with two threads, ready. */
    public App worker() throws InterruptedException {
        int port = FreePort.any();
        String url = "postgresql://rollcall_sync:%s@127.0.0.1:%d/%s".formatted(PASSWORD, postgres.port(), DATABASE);
        return app(
                "worker",
                workerJar(),
                port,
                port,
                Map.of(
                        "ROLLCALL_DATABASE_URL",
                        url,
                        "ROLLCALL_WORKER_THREADS",
                        "2",
                        "ROLLCALL_WORKER_PORT",
                        Integer.toString(port)));
    }

    private App app(String name, Path jar, int port, int management, Map<String, String> settings)
            throws InterruptedException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        ChildProcess process = ChildProcess.start(
                ChildCommand.of(name, JavaCommand.jar(jar, options(), List.of()), environment, log(name)));
        process.awaitHealthy(
                URI.create("http://127.0.0.1:" + management + "/actuator/health/readiness"), LONGEST_START);
        return new App(process, port, management);
    }

    /** A class of the benchmarks in a process of its own, under the same limits as the apps. */
    public ChildProcess bare(String name, Class<?> main, List<String> arguments) {
        return ChildProcess.start(ChildCommand.of(
                name,
                JavaCommand.main(System.getProperty("java.class.path"), main.getName(), options(), arguments),
                Map.of(),
                log(name)));
    }

    private Path workerJar() {
        return Applications.builtIn(root).worker();
    }

    /** Those of the local stack; more, such as a recording or another collector, from the environment. */
    private static List<String> options() {
        List<String> options = new ArrayList<>(Applications.JVM_OPTIONS);
        String more = System.getenv("ROLLCALL_BENCHMARK_JVM_OPTIONS");
        if (more != null && !more.isBlank()) {
            options.addAll(List.of(more.strip().split("\\s+")));
        }
        return options;
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    @Override
    public void close() throws IOException {
        kafka.kill();
        postgres.kill();
        DirectoryTree.delete(directory);
    }
}
