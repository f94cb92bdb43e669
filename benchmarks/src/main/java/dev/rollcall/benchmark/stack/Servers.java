package dev.rollcall.benchmark.stack;

import dev.rollcall.local.application.Application;
import dev.rollcall.local.application.Applications;
import dev.rollcall.local.application.Role;
import dev.rollcall.local.application.Started;
import dev.rollcall.local.application.Variables;
import dev.rollcall.local.application.Wiring;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.local.server.DirectoryTree;
import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.model.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** PostgreSQL and Kafka, both durable, with Rollcall's schema and topics, and what starts Rollcall's own processes. */
public final class Servers implements AutoCloseable {

    /** The secret that the gateway and the load share. */
    public static final String SECRET = "whsec_YmVuY2htYXJrcy1vZi1yb2xsY2FsbC0wMDAwMDAwMA==";

    private static final String DATABASE = "rollcall";
    private static final String PASSWORD = "benchmark";
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final Applications built;
    private final Applications applications;
    private final Path directory;
    private final PostgresServer postgres;
    private final KafkaServer kafka;

    private Servers(
            Applications built, Applications applications, Path directory, PostgresServer postgres, KafkaServer kafka) {
        this.built = built;
        this.applications = applications;
        this.directory = directory;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /** @param root of the repository, where the executable jars are */
    public static Servers start(Path root) throws IOException, SQLException, InterruptedException {
        Path directory = Files.createTempDirectory("rollcall-benchmark-");
        PostgresServer postgres = settled(PostgresServer.start(directory.resolve("postgres"), 0), directory);
        Applications built = Applications.builtIn(root);
        Servers servers = new Servers(
                built, built.prepared(), directory, postgres, KafkaServer.start(directory.resolve("kafka"), 0));
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
        run("migrate", Wiring.INHERITED.migration(administratorUrl(), Map.of(Role.SYNC, PASSWORD)));
        run("topics", Wiring.INHERITED.kafka(kafka.bootstrapServers()));
    }

    private void run(String command, Wiring wiring) throws InterruptedException {
        ChildProcess process = ChildProcess.start(
                wiring.command(command, applications.worker(), options(), log(command), List.of(command)));
        if (process.awaitExit() != 0) {
            throw new IllegalStateException(command + " failed, see " + log(command));
        }
    }

    /** The same servers, with applications that start from their jars as the build makes them. */
    public Servers withPlainJars() {
        return new Servers(built, built, directory, postgres, kafka);
    }

    /** Deleted in the end. */
    public Path directory() {
        return directory;
    }

    public Topics topics() {
        return new Topics("");
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Into the events topic past the gateway, with its compression. */
    public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
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
        Wiring wiring =
                Wiring.INHERITED.signingSecrets(SECRET).withoutHeartbeats().gatewayOn(port, management);
        return app("gateway", applications.gateway(), port, management, wiring);
    }

    /** The worker with two threads, ready. */
    public App worker() throws InterruptedException {
        int port = FreePort.any();
        String url = "postgresql://rollcall_sync:%s@127.0.0.1:%d/%s".formatted(PASSWORD, postgres.port(), DATABASE);
        Wiring wiring = Wiring.INHERITED
                .database(url)
                .with(Variables.WORKER_THREADS, "2")
                .workerOn(port);
        return app("worker", applications.worker(), port, port, wiring);
    }

    /** A command of the worker's jar as the worker's role, running; its output is in a file that is deleted in the end. */
    public ChildProcess command(Map<String, String> more, String... arguments) {
        String url = "postgresql://rollcall_sync:%s@127.0.0.1:%d/%s".formatted(PASSWORD, postgres.port(), DATABASE);
        Wiring wiring =
                Wiring.INHERITED.database(url).kafka(kafka.bootstrapServers()).with(more);
        return ChildProcess.start(
                wiring.command(arguments[0], applications.worker(), options(), log(arguments[0]), List.of(arguments)));
    }

    private App app(String name, Application application, int port, int management, Wiring wiring)
            throws InterruptedException {
        Wiring all = wiring.kafka(kafka.bootstrapServers());
        ChildProcess process = Started.start(
                all.command(name, application, options(), log(name), List.of()), management, LONGEST_START);
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

    /** Those of the local stack; more, such as a recording or another collector, from the environment. */
    private static List<String> options() {
        String more = System.getenv("ROLLCALL_BENCHMARK_JVM_OPTIONS");
        return more == null || more.isBlank()
                ? Applications.JVM_OPTIONS
                : Applications.jvmOptions(more.strip().split("\\s+", -1));
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
