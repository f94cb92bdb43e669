package dev.rollcall.local.application;

import dev.rollcall.local.process.ChildCommand;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process is told: from environment variables, since command lines can be read by everyone on the machine. Each
 * method gives another wiring that says more, so that what several processes share is said once.
 *
 * @param environment may hold passwords and secrets, so it is never printed
 */
public record Wiring(Map<String, String> environment) {

    private static final String LOOPBACK = "127.0.0.1";

    /** Nothing said: the process has what this one inherited. */
    public static final Wiring INHERITED = new Wiring(Map.of());

    public Wiring {
        environment = Map.copyOf(environment);
    }

    /** Nothing of what the user's shell has for other installations. */
    public static Wiring alone() {
        Map<String, String> blank = new HashMap<>();
        System.getenv().keySet().stream()
                .filter(name -> name.matches("(ROLLCALL|CLERK|SPRING|OTEL)_.*"))
                .forEach(name -> blank.put(name, ""));
        return new Wiring(blank);
    }

    public Wiring with(String variable, String value) {
        return with(Map.of(variable, value));
    }

    public Wiring with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Wiring(all);
    }

    /** @param bootstrapServers {@code host:port}, comma-separated */
    public Wiring kafka(String bootstrapServers) {
        return with(Variables.KAFKA, bootstrapServers);
    }

    /** @param url of the role {@code rollcall_sync}, with its password */
    public Wiring database(String url) {
        return with(Map.of(Variables.DATABASE, url, Variables.DATABASE_PASSWORD_FILE, ""));
    }

    /**
     * What {@code migrate} works with.
     *
     * @param administratorUrl with the password
     * @param passwords that the roles are given
     */
    public Wiring migration(String administratorUrl, Map<Role, String> passwords) {
        Map<String, String> all = new HashMap<>(
                Map.of(Variables.MIGRATION_DATABASE, administratorUrl, Variables.MIGRATION_DATABASE_PASSWORD_FILE, ""));
        passwords.forEach((role, password) -> {
            all.put(Variables.passwordOf(role), password);
            all.put(Variables.passwordFileOf(role), "");
        });
        return with(all);
    }

    /** @param secrets comma-separated, the first is current */
    public Wiring signingSecrets(String secrets) {
        return with(Map.of(Variables.SIGNING_SECRET, secrets, Variables.SIGNING_SECRET_FILE, ""));
    }

    /** @param file that the gateway reads again when it changes */
    public Wiring signingSecrets(Path file) {
        return with(Map.of(Variables.SIGNING_SECRET, "", Variables.SIGNING_SECRET_FILE, file.toString()));
    }

    /** @param token of the console and its API */
    public Wiring opsToken(String token) {
        return with(Map.of(Variables.OPS_TOKEN, token, Variables.OPS_TOKEN_FILE, ""));
    }

    /** What is sent can be counted: the gateway sends nothing of its own. */
    public Wiring withoutHeartbeats() {
        return with(Variables.HEARTBEAT_INTERVAL, "0s");
    }

    /** Where the gateway listens on loopback. */
    public Wiring gatewayOn(int webhookPort, int managementPort) {
        return managedOn(managementPort)
                .with(Map.of(
                        Variables.GATEWAY_ADDRESS, LOOPBACK,
                        Variables.GATEWAY_PORT, Integer.toString(webhookPort),
                        Variables.GATEWAY_MANAGEMENT_PORT, Integer.toString(managementPort)));
    }

    /** Where the worker listens on loopback. */
    public Wiring workerOn(int managementPort) {
        return managedOn(managementPort).with(Variables.WORKER_PORT, Integer.toString(managementPort));
    }

    /** Spring Boot's own variables count before the applications'. */
    private Wiring managedOn(int port) {
        return with(Map.of(
                Variables.MANAGEMENT_ADDRESS, LOOPBACK,
                Variables.SERVER_ADDRESS, LOOPBACK,
                Variables.SERVER_PORT, Integer.toString(port)));
    }

    /**
     * A process that is told this.
     *
     * @param name how messages call it
     * @param log where its output is appended
     */
    public ChildCommand command(String name, Application application, Path log, String... arguments) {
        return command(name, application, Applications.workingOptions(), log, List.of(arguments));
    }

    /** The same, with options for its JVM. */
    public ChildCommand command(
            String name, Application application, List<String> jvmOptions, Path log, List<String> arguments) {
        return ChildCommand.of(name, application.command(jvmOptions, arguments), environment, log);
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "Wiring" + environment.keySet();
    }
}
