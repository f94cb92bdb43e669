package dev.rollcall.proving.site;

import dev.rollcall.local.application.Application;
import dev.rollcall.local.application.Applications;
import dev.rollcall.local.application.Role;
import dev.rollcall.local.application.Started;
import dev.rollcall.local.application.Variables;
import dev.rollcall.local.application.Wiring;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.HttpHealth;
import dev.rollcall.local.process.LogTail;
import dev.rollcall.model.metrics.MetricsPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The gateway and the workers of a site: processes that are started, killed and asked how they are. */
public final class Running implements AutoCloseable {

    /** The worker that always runs when nothing is broken. */
    public static final String WORKER = "worker-0";

    private static final String GATEWAY = "gateway";
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String LOOPBACK = "http://127.0.0.1:";

    private final Path logs;
    private final Applications applications;
    private final Brokers brokers;
    private final Database database;
    private final SiteSecrets secrets;
    private final int gatewayPort = FreePort.any();
    private final Map<String, Integer> managementPorts = new ConcurrentHashMap<>();
    private final Map<String, ChildProcess> processes = new ConcurrentHashMap<>();

    Running(Path logs, Applications applications, Brokers brokers, Database database, SiteSecrets secrets) {
        this.logs = logs;
        this.applications = applications;
        this.brokers = brokers;
        this.database = database;
        this.secrets = secrets;
    }

    public URI webhookUrl() {
        return URI.create(LOOPBACK + gatewayPort + "/webhooks/clerk");
    }

    public int gatewayPort() {
        return gatewayPort;
    }

    /** Starts a gateway that verifies with these secrets, and returns when it takes webhooks. */
    public void startGateway(String signingSecrets) throws InterruptedException {
        launchGateway(signingSecrets).awaitHealthy(readiness(GATEWAY), LONGEST_START);
    }

    public void startGateway() throws InterruptedException {
        startGateway(secrets.signing());
    }

    /** Starts it, and does not wait. */
    public ChildProcess launchGateway(String signingSecrets) {
        writeSigningSecrets(signingSecrets);
        Wiring wiring = wiring(GATEWAY)
                .signingSecrets(signingSecrets())
                .kafka(brokers.gatewayBootstrap())
                // What nobody sent is a finding here.
                .withoutHeartbeats();
        return launch(GATEWAY, applications.gateway(), Applications.JVM_OPTIONS, wiring);
    }

    /** Into the file that the gateway reads again and again. As a whole: half a file is no file. */
    public void writeSigningSecrets(String secrets) {
        try {
            Path next = Files.writeString(signingSecrets().resolveSibling("signing-secrets.next"), secrets);
            Files.move(next, signingSecrets(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path signingSecrets() {
        return logs.resolveSibling("signing-secrets");
    }

    /** Starts the usual worker, and returns when it has its partitions. */
    public void startWorker() throws InterruptedException {
        startWorker(WORKER);
    }

    /** Starts one more worker, and returns when it has partitions. */
    public void startWorker(String instance) throws InterruptedException {
        launchWorker(instance, Applications.JVM_OPTIONS).awaitHealthy(readiness(instance), LONGEST_START);
    }

    /** Starts a worker, and does not wait. */
    public ChildProcess launchWorker(String instance, List<String> jvmOptions) {
        return launchWorker(instance, instance, jvmOptions);
    }

    /** @param instance the identity it claims, which may be another's */
    public ChildProcess launchWorker(String name, String instance, List<String> jvmOptions) {
        Wiring wiring = wiring(name)
                .kafka(brokers.workerBootstrap())
                .database(database.syncUrl())
                .with(Variables.WORKER_INSTANCE, instance)
                .opsToken(secrets.opsToken());
        return launch(name, applications.worker(), jvmOptions, wiring);
    }

    /** Runs a command of the worker's jar to its end; past all proxies. */
    public CommandResult command(String... arguments) throws InterruptedException {
        return command(Map.of(), line -> false, arguments);
    }

    /**
     * The same for a command that is told more, and that need not end by itself.
     *
     * @param more environment variables, such as those that open Clerk's Backend API
     * @param enough a line it prints after which it is killed
     */
    public CommandResult command(Map<String, String> more, Predicate<String> enough, String... arguments)
            throws InterruptedException {
        String name = arguments[0];
        Map<Role, String> passwords = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            passwords.put(role, secrets.rolePassword());
        }
        Wiring wiring = wiring(name)
                .kafka(brokers.bootstrap())
                .with(Variables.REPLICATION_FACTOR, Integer.toString(brokers.count()))
                .migration(database.administratorJdbcUrl(), passwords)
                .database(database.jdbcUrl("sync"))
                .with(more);
        return run(name, applications.worker(), wiring, enough, arguments);
    }

    /** Starts an application with settings of one's own, which is meant to end at once. */
    public CommandResult refused(boolean gateway, Map<String, String> changed) throws InterruptedException {
        String name = gateway ? "misconfigured-gateway" : "misconfigured-worker";
        Wiring wiring = wiring(name)
                .kafka(brokers.bootstrap())
                .signingSecrets(secrets.signing())
                .with(Variables.GATEWAY_PORT, "0")
                .database(database.syncUrl())
                .with(changed);
        return run(name, gateway ? applications.gateway() : applications.worker(), wiring, line -> false);
    }

    /**
     * @param exitCode -1 when it did not end
     * @param lines the last lines it printed
     */
    public record CommandResult(int exitCode, List<String> lines) {}

    public ChildProcess gateway() {
        return process(GATEWAY);
    }

    public ChildProcess worker() {
        return process(WORKER);
    }

    public ChildProcess process(String name) {
        ChildProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    /** Kills it; it is no longer part of the site. */
    public void remove(String name) {
        ChildProcess process = processes.remove(name);
        if (process != null) {
            process.kill();
        }
    }

    /** Starts gateway and worker if they do not run, and waits until both are ready. */
    public void startMissing() throws InterruptedException {
        if (!gateway().isAlive()) {
            launchGateway(secrets.signing());
        }
        if (!worker().isAlive()) {
            launchWorker(WORKER, Applications.JVM_OPTIONS);
        }
        gateway().awaitHealthy(readiness(GATEWAY), LONGEST_START);
        worker().awaitHealthy(readiness(WORKER), LONGEST_START);
    }

    public boolean gatewayIsLive() throws InterruptedException {
        return HttpHealth.isUp(Started.liveness(managementPort(GATEWAY)));
    }

    public boolean workerIsLive() throws InterruptedException {
        return HttpHealth.isUp(Started.liveness(managementPort(WORKER)));
    }

    public int managementPort(String name) {
        return managementPorts.getOrDefault(name, 0);
    }

    /** Empty when it does not answer. */
    public MetricsPage gatewayMetrics() throws InterruptedException {
        return MetricsPage.parse(metricsText(GATEWAY));
    }

    /** Empty when it does not answer. */
    public MetricsPage workerMetrics() throws InterruptedException {
        return MetricsPage.parse(metricsText(WORKER));
    }

    public String metricsText() throws InterruptedException {
        return metricsText(GATEWAY) + metricsText(WORKER);
    }

    public Path logs() {
        return logs;
    }

    @Override
    public void close() {
        processes.values().forEach(ChildProcess::kill);
    }

    private String metricsText(String name) throws InterruptedException {
        return HttpHealth.body(URI.create(LOOPBACK + managementPort(name) + "/actuator/prometheus"))
                .orElse("");
    }

    private URI readiness(String name) {
        return Started.readiness(managementPort(name));
    }

    private ChildProcess launch(String name, Application application, List<String> jvmOptions, Wiring wiring) {
        ChildProcess process = ChildProcess.start(
                wiring.command(name, application, jvmOptions, logs.resolve(name + ".log"), List.of()));
        processes.put(name, process);
        return process;
    }

    private CommandResult run(
            String name, Application application, Wiring wiring, Predicate<String> enough, String... arguments)
            throws InterruptedException {
        Path log = logs.resolve(name + "-" + System.nanoTime() + ".log");
        try (ChildProcess process = ChildProcess.start(wiring.command(name, application, log, arguments))) {
            long deadline = System.nanoTime() + LONGEST_START.toNanos();
            boolean ended = process.awaitExit(LOOK);
            while (!ended
                    && System.nanoTime() - deadline < 0
                    && LogTail.lines(log, 60).stream().noneMatch(enough)) {
                ended = process.awaitExit(LOOK);
            }
            return new CommandResult(ended ? process.awaitExit() : -1, new ArrayList<>(LogTail.lines(log, 60)));
        }
    }

    private Wiring wiring(String name) {
        int port = managementPorts.computeIfAbsent(name, first -> FreePort.any());
        return Wiring.alone().with(Variables.TOPIC_PREFIX, "").workerOn(port).gatewayOn(gatewayPort, port);
    }
}
