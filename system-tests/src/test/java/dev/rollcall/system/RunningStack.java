package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.local.server.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL, Kafka and the built gateway and worker, each a process that a test can kill and start again where it was.
 * It works in one database at a time, with topics of its own.
 */
final class RunningStack implements AutoCloseable {

    /** Invented; requests to {@link #webhookUrl} are signed with it. */
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String PASSWORD = "system-test";
    private static final Duration LONGEST_START = Duration.ofSeconds(120);
    private static final List<String> JVM_OPTIONS = List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m");

    private final Path directory;
    private final Map<String, String> settings;
    private final int gatewayPort = FreePort.any();
    private final int gatewayManagementPort = FreePort.any();
    private final int workerPort = FreePort.any();
    private PostgresServer postgres;
    private KafkaServer kafka;
    private String database = "";
    private ChildProcess gateway;
    private ChildProcess worker;

    private RunningStack(Path directory, Map<String, String> settings) {
        this.directory = directory;
        this.settings = Map.copyOf(settings);
    }

    /** Starts everything, on the new database {@code rollcall}; without heartbeats, so that what is sent can be counted. */
    static RunningStack start(Path directory) throws InterruptedException {
        return start(directory, Map.of());
    }

    /** @param settings environment variables of both applications, over the usual ones */
    static RunningStack start(Path directory, Map<String, String> settings) throws InterruptedException {
        RunningStack stack = new RunningStack(directory, settings);
        try {
            stack.postgres = PostgresServer.start(directory.resolve("postgres"), 0);
            stack.kafka = KafkaServer.start(directory.resolve("kafka"), 0);
            stack.moveTo("rollcall");
            return stack;
        } catch (InterruptedException | RuntimeException | Error failed) {
            stack.close();
            throw failed;
        }
    }

    /** Goes on with a new database of this name and new topics: another copy of another Clerk instance. */
    void moveTo(String newDatabase) throws InterruptedException {
        killApplications();
        database = newDatabase;
        postgres.createDatabase(newDatabase);
        run("migrate");
        run("topics");
        startGateway();
        startWorker();
    }

    void restartPostgres() {
        int port = postgres.port();
        postgres.kill();
        postgres = PostgresServer.start(directory.resolve("postgres"), port);
    }

    void restartKafka() {
        int port = kafka.port();
        kafka.kill();
        kafka = KafkaServer.start(directory.resolve("kafka"), port);
    }

    void restartGateway() throws InterruptedException {
        gateway.kill();
        startGateway();
    }

    void restartWorker() throws InterruptedException {
        worker.kill();
        startWorker();
    }

    PostgresServer postgres() {
        return postgres;
    }

    KafkaServer kafka() {
        return kafka;
    }

    ChildProcess gateway() {
        return gateway;
    }

    ChildProcess worker() {
        return worker;
    }

    URI webhookUrl() {
        return URI.create("http://127.0.0.1:" + gatewayPort + "/webhooks/clerk");
    }

    /** What Prometheus would read of the gateway. */
    URI gatewayMetricsUrl() {
        return URI.create("http://127.0.0.1:" + gatewayManagementPort + "/actuator/prometheus");
    }

    /** What Prometheus would read of the worker. */
    URI workerMetricsUrl() {
        return URI.create("http://127.0.0.1:" + workerPort + "/actuator/prometheus");
    }

    /** JDBC, role {@code rollcall_backend}. */
    String backendUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=rollcall_backend&password=%s"
                .formatted(postgres.port(), database, PASSWORD);
    }

    String topicPrefix() {
        return database + ".";
    }

    /** Kills everything: nothing of it is kept. */
    @Override
    public void close() {
        killApplications();
        if (kafka != null) {
            kafka.kill();
        }
        if (postgres != null) {
            postgres.kill();
        }
    }

    private void killApplications() {
        if (gateway != null) {
            gateway.kill();
        }
        if (worker != null) {
            worker.kill();
        }
    }

    private void startGateway() throws InterruptedException {
        gateway = start("gateway", "ingest-gateway", gatewayManagementPort);
    }

    private void startWorker() throws InterruptedException {
        worker = start("worker", "sync-worker", workerPort);
    }

    private ChildProcess start(String name, String module, int managementPort) throws InterruptedException {
        ChildProcess process = ChildProcess.start(command(name, module, List.of()));
        try {
            process.awaitHealthy(
                    URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness"), LONGEST_START);
            return process;
        } catch (InterruptedException | RuntimeException | Error failed) {
            process.kill();
            throw failed;
        }
    }

    private void run(String command) throws InterruptedException {
        try (ChildProcess process = ChildProcess.start(command(command, "sync-worker", List.of(command)))) {
            assertThat(process.awaitExit()).as("exit code of %s", command).isZero();
        }
    }

    private ChildCommand command(String name, String module, List<String> arguments) {
        Path jar = Path.of("..", module, "target", module + "-0.1.0-app.jar")
                .toAbsolutePath()
                .normalize();
        return ChildCommand.of(
                name, JavaCommand.jar(jar, JVM_OPTIONS, arguments), environment(), directory.resolve(name + ".log"));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("ROLLCALL_TOPIC_PREFIX", topicPrefix());
        environment.put("CLERK_WEBHOOK_SIGNING_SECRET", SECRET);
        environment.put("ROLLCALL_GATEWAY_ADDRESS", "127.0.0.1");
        environment.put("ROLLCALL_GATEWAY_PORT", Integer.toString(gatewayPort));
        environment.put("ROLLCALL_GATEWAY_MANAGEMENT_PORT", Integer.toString(gatewayManagementPort));
        environment.put("ROLLCALL_WORKER_PORT", Integer.toString(workerPort));
        environment.put(
                "ROLLCALL_DATABASE_URL",
                "postgresql://rollcall_sync:%s@127.0.0.1:%d/%s".formatted(PASSWORD, postgres.port(), database));
        environment.put("ROLLCALL_MIGRATION_DATABASE_URL", postgres.jdbcUrl(database));
        for (String role : List.of("SYNC", "TENANT", "BACKEND")) {
            environment.put("ROLLCALL_" + role + "_PASSWORD", PASSWORD);
        }
        environment.put("ROLLCALL_HEARTBEAT_INTERVAL", "0s");
        environment.putAll(settings);
        return environment;
    }
}
