package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.application.Application;
import dev.rollcall.local.application.Applications;
import dev.rollcall.local.application.Role;
import dev.rollcall.local.application.Started;
import dev.rollcall.local.application.Variables;
import dev.rollcall.local.application.Wiring;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.Together;
import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.simulator.verify.VerificationSettings;
import dev.rollcall.simulator.world.WorldSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * PostgreSQL, Kafka and the built gateway and worker, each a process that a test can kill and start again where it was.
 * It works in one database at a time, with topics of its own.
 */
final class RunningStack implements AutoCloseable {

    /** Invented; requests to {@link #webhookUrl} are signed with it. */
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** Of the roles; invented, and recognizable wherever it turns up. */
    static final String PASSWORD = "canary-database-password-40d7";

    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final Path directory;
    private Applications applications;
    private final Map<String, String> settings;
    private final int gatewayPort = FreePort.any();
    private final int gatewayManagementPort = FreePort.any();
    private final int workerPort = FreePort.any();
    private PostgresServer postgres;
    private KafkaServer kafka;
    private Admin admin;
    private String database = "";
    private ChildProcess gateway;
    private ChildProcess worker;

    private RunningStack(Path directory, Applications applications, Map<String, String> settings) {
        this.directory = directory;
        this.applications = applications;
        this.settings = Map.copyOf(settings);
    }

    /** Starts everything, on the new database {@code rollcall}; without heartbeats, so that what is sent can be counted. */
    static RunningStack start(Path directory) throws InterruptedException {
        return start(directory, Map.of());
    }

    /** @param settings environment variables of both applications, over the usual ones */
    static RunningStack start(Path directory, Map<String, String> settings) throws InterruptedException {
        return start(directory, built().prepared(), settings);
    }

    /** @param applications of any release */
    static RunningStack start(Path directory, Applications applications, Map<String, String> settings)
            throws InterruptedException {
        RunningStack stack = new RunningStack(directory, applications, settings);
        try {
            together(
                    () -> stack.postgres = PostgresServer.start(directory.resolve("postgres"), 0),
                    () -> stack.kafka = KafkaServer.start(directory.resolve("kafka"), 0));
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
        // One server has all databases of a test, one after the other.
        together(() -> run("migrate", "--take-roles"), () -> run("topics"));
        together(this::startGateway, this::startWorker);
    }

    private static void together(Together.Step... steps) throws InterruptedException {
        try {
            Together.run(List.of(steps));
        } catch (InterruptedException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What this build has made. */
    static Applications built() {
        return Applications.builtIn(Path.of("..").toAbsolutePath().normalize());
    }

    /** What starts from now on is of this release; what runs goes on. */
    void use(Applications release) {
        applications = release;
    }

    void migrate() throws InterruptedException {
        run("migrate");
        run("topics");
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

    /** An outage of the worker: {@link #startWorker} ends it. */
    void killWorker() {
        worker.kill();
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

    /** The operators' API. */
    URI opsUrl(String path) {
        return URI.create("http://127.0.0.1:" + workerPort + "/ops/" + path);
    }

    /** JDBC, role {@code rollcall_backend}. */
    String backendUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=rollcall_backend&password=%s"
                .formatted(postgres.port(), database, PASSWORD);
    }

    /** JDBC, as the administrator of the server. */
    String administratorUrl() {
        return postgres.jdbcUrl(database);
    }

    String topicPrefix() {
        return database + ".";
    }

    /** Records of {@code clerk.events} that the worker has not committed. */
    long lag() {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin().listConsumerGroupOffsets(
                            topicPrefix() + "rollcall-sync")
                    .partitionsToOffsetAndMetadata()
                    .get();
            String events = topicPrefix() + "clerk.events";
            Map<TopicPartition, OffsetSpec> latest =
                    admin().describeTopics(List.of(events)).allTopicNames().get().get(events).partitions().stream()
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(events, partition.partition()),
                                    partition -> OffsetSpec.latest()));
            return admin().listOffsets(latest).all().get().entrySet().stream()
                    .mapToLong(end -> end.getValue().offset()
                            - (committed.get(end.getKey()) == null
                                    ? 0
                                    : committed.get(end.getKey()).offset()))
                    .sum();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether tables, dead letters and change topics are as the world says. */
    VerificationSettings verification(WorldSettings world) {
        return VerificationSettings.of(world, backendUrl(), kafka.bootstrapServers())
                .withTopicPrefix(topicPrefix());
    }

    /** Until the worker has committed every record that is there. */
    void awaitApplied() throws InterruptedException {
        worker.awaitUntil(() -> lag() == 0, LONGEST_START);
        assertThat(lag()).isZero();
    }

    /** Kept, since the lag is asked for many times. */
    private Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        }
        return admin;
    }

    /** Starts an application that must refuse these settings, and returns all that it wrote. */
    String refusedStart(String name, String module, Map<String, String> wrong) throws InterruptedException {
        // Should it start all the same, then beside the one that runs.
        Wiring refused = wiring().gatewayOn(0, 0)
                .workerOn(0)
                .with(Variables.WORKER_INSTANCE, name)
                .with(wrong);
        try (ChildProcess process = ChildProcess.start(refused.command(name, application(module), log(name)))) {
            assertThat(process.awaitExit(LONGEST_START)).as("%s ends", name).isTrue();
            assertThat(process.awaitExit()).as("exit code of %s", name).isEqualTo(1);
            return Files.readString(process.logFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What each process has written until now, by its name. */
    Map<String, String> logs() {
        Map<String, String> logs = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                logs.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return logs;
    }

    /** Kills everything: nothing of it is kept. */
    @Override
    public void close() {
        killApplications();
        if (admin != null) {
            admin.close();
        }
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
        gateway = Started.start(
                wiring().gatewayOn(gatewayPort, gatewayManagementPort)
                        .command("gateway", applications.gateway(), log("gateway")),
                gatewayManagementPort,
                LONGEST_START);
    }

    void startWorker() throws InterruptedException {
        worker = Started.start(
                wiring().workerOn(workerPort).command("worker", applications.worker(), log("worker")),
                workerPort,
                LONGEST_START);
    }

    private void run(String... command) throws InterruptedException {
        assertThat(exitCodeOf(Map.of(), command))
                .as("exit code of %s", command[0])
                .isZero();
    }

    /** @return the exit code of a command of the worker's */
    int exitCodeOf(Map<String, String> own, String... command) throws InterruptedException {
        try (ChildProcess process = ChildProcess.start(
                wiring().with(own).command(command[0], applications.worker(), log(command[0]), command))) {
            return process.awaitExit();
        }
    }

    private Application application(String module) {
        return module.equals("sync-worker") ? applications.worker() : applications.gateway();
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    private Wiring wiring() {
        return Wiring.INHERITED
                .kafka(kafka.bootstrapServers())
                .with(Variables.TOPIC_PREFIX, topicPrefix())
                .signingSecrets(SECRET)
                .database(
                        "postgresql://rollcall_sync:%s@127.0.0.1:%d/%s".formatted(PASSWORD, postgres.port(), database))
                .migration(
                        postgres.jdbcUrl(database),
                        Map.of(Role.SYNC, PASSWORD, Role.TENANT, PASSWORD, Role.BACKEND, PASSWORD))
                .withoutHeartbeats()
                .with(settings);
    }
}
