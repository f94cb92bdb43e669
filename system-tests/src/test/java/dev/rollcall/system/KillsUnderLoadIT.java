package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.local.server.KafkaServer;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.simulator.Simulation;
import dev.rollcall.simulator.SimulationReport;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.verify.Verification;
import dev.rollcall.simulator.verify.VerificationListener;
import dev.rollcall.simulator.verify.VerificationReport;
import dev.rollcall.simulator.verify.VerificationSettings;
import dev.rollcall.simulator.world.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P1 to P4 with everything real: the built applications as processes, a world with all faults sent over HTTP, and each
 * part killed with -9 in turn while it runs. Afterwards tables, dead letters and change topics are as the world says.
 */
class KillsUnderLoadIT {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String PASSWORD = "system-test";
    private static final Duration START = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    private PostgresServer postgres;
    private KafkaServer kafka;
    private ChildProcess gateway;
    private ChildProcess worker;
    private final int gatewayPort = FreePort.any();
    private final int gatewayManagement = FreePort.any();
    private final int workerPort = FreePort.any();

    @BeforeEach
    void startEverything() throws Exception {
        postgres = PostgresServer.start(directory.resolve("postgres"), 0);
        kafka = KafkaServer.start(directory.resolve("kafka"), 0);
        postgres.createDatabase("rollcall");
        command("migrate");
        command("topics");
        startGateway();
        startWorker();
    }

    @AfterEach
    void stopEverything() {
        gateway.kill();
        worker.kill();
        kafka.kill();
        postgres.kill();
    }

    @Test
    void everyPartKilledInTurnUnderLoadLosesRepeatsAndInvertsNothing() throws Exception {
        SimulationSettings settings = SimulationSettings.of(
                        11, 1_500, URI.create("http://127.0.0.1:" + gatewayPort + "/webhooks/clerk"), SECRET)
                .withFaults(Fault.parse("all"))
                .withRatePerSecond(60)
                .withRetrySpan(Duration.ofMinutes(3));
        AtomicInteger killed = new AtomicInteger();
        Thread killer = Thread.ofPlatform().unstarted(() -> killInTurn(killed));
        SimulationReport report = Simulation.run(settings, progress -> {
            if (progress.acknowledged() > 100 && killer.getState() == Thread.State.NEW) {
                killer.start();
            }
        });
        killer.join();
        assertThat(killed).hasValue(4);
        assertThat(report.undeliveredMessageIds()).isEmpty();

        VerificationReport found = Verification.run(
                VerificationSettings.of(settings.world(), backendUrl(), kafka.bootstrapServers())
                        .withUndelivered(report.undeliveredMessageIds()),
                VerificationListener.NONE);
        assertThat(found.isEqual()).as("%s", found).isTrue();
        assertThat(gateway.isAlive()).isTrue();
        assertThat(worker.isAlive()).isTrue();
    }

    private void killInTurn(AtomicInteger killed) {
        try {
            worker.kill();
            startWorker();
            killed.incrementAndGet();
            int postgresPort = postgres.port();
            postgres.kill();
            postgres = PostgresServer.start(directory.resolve("postgres"), postgresPort);
            killed.incrementAndGet();
            int kafkaPort = kafka.port();
            kafka.kill();
            kafka = KafkaServer.start(directory.resolve("kafka"), kafkaPort);
            killed.incrementAndGet();
            gateway.kill();
            startGateway();
            killed.incrementAndGet();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void startGateway() throws InterruptedException {
        gateway = start("gateway", "ingest-gateway", List.of(), gatewayManagement);
    }

    private void startWorker() throws InterruptedException {
        worker = start("worker", "sync-worker", List.of(), workerPort);
    }

    private ChildProcess start(String name, String module, List<String> arguments, int managementPort)
            throws InterruptedException {
        ChildProcess process = ChildProcess.start(childCommand(name, module, arguments));
        process.awaitHealthy(URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness"), START);
        return process;
    }

    private void command(String command) throws InterruptedException {
        try (ChildProcess process = ChildProcess.start(childCommand(command, "sync-worker", List.of(command)))) {
            assertThat(process.awaitExit()).isZero();
        }
    }

    private ChildCommand childCommand(String name, String module, List<String> arguments) {
        Path jar = Path.of("..", module, "target", module + "-0.1.0-app.jar")
                .toAbsolutePath()
                .normalize();
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("CLERK_WEBHOOK_SIGNING_SECRET", SECRET);
        environment.put("ROLLCALL_GATEWAY_ADDRESS", "127.0.0.1");
        environment.put("ROLLCALL_GATEWAY_PORT", Integer.toString(gatewayPort));
        environment.put("ROLLCALL_GATEWAY_MANAGEMENT_PORT", Integer.toString(gatewayManagement));
        environment.put("ROLLCALL_WORKER_PORT", Integer.toString(workerPort));
        environment.put("ROLLCALL_DATABASE_URL", urlOf("rollcall_sync"));
        environment.put("ROLLCALL_MIGRATION_DATABASE_URL", postgres.jdbcUrl("rollcall"));
        for (String role : List.of("SYNC", "TENANT", "BACKEND")) {
            environment.put("ROLLCALL_" + role + "_PASSWORD", PASSWORD);
        }
        return ChildCommand.of(
                name,
                JavaCommand.jar(jar, List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m"), arguments),
                environment,
                directory.resolve(name + ".log"));
    }

    private String urlOf(String role) {
        return "postgresql://" + role + ":" + PASSWORD + "@127.0.0.1:" + postgres.port() + "/rollcall";
    }

    private String backendUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/rollcall?user=rollcall_backend&password="
                + PASSWORD;
    }
}
