package dev.rollcall.local.stack;

import dev.rollcall.local.database.DatabaseAddress;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.JavaCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the parts learn about each other: from environment variables, since command lines can be read by everyone on the
 * machine.
 */
final class Wiring {

    private static final String LOOPBACK = "127.0.0.1";

    private final StackHome home;
    private final StackSettings settings;
    private final Applications applications;
    private final PortPlan ports;
    private final DatabaseAddress administrator;
    private final String kafkaBootstrap;
    private final @Nullable DemoClerk localClerk;

    /**
     * @param settings with every port chosen
     * @param administrator direct address of the database to use
     * @param localClerk of a demo
     */
    Wiring(
            StackHome home,
            StackSettings settings,
            Applications applications,
            DatabaseAddress administrator,
            String kafkaBootstrap,
            @Nullable DemoClerk localClerk) {
        this.home = home;
        this.settings = settings;
        this.applications = applications;
        this.ports = settings.ports();
        this.administrator = administrator;
        this.kafkaBootstrap = kafkaBootstrap;
        this.localClerk = localClerk;
    }

    RunState.Connections connections() throws IOException {
        return new RunState.Connections(
                "http://%s:%d/webhooks/clerk".formatted(LOOPBACK, ports.gateway()),
                managementUrl(ports.gatewayManagement()),
                managementUrl(ports.worker()),
                kafkaBootstrap,
                administrator.url(),
                role("sync").url(),
                role("backend").url(),
                role("tenant").url(),
                signingSecrets().text(),
                settings.instanceId(),
                home.opsToken(),
                settings.consoleToken(),
                localClerk == null ? null : localClerk.access().variables());
    }

    ApplicationPart gateway() throws IOException {
        Map<String, String> environment = common(ports.gatewayManagement());
        // A file, so that up can change a running gateway's secrets. A file that the environment names belongs to
        // another gateway.
        home.use(signingSecrets());
        environment.put("CLERK_WEBHOOK_SIGNING_SECRET", "");
        environment.put(
                "CLERK_WEBHOOK_SIGNING_SECRET_FILE", home.signingSecretsInUse().toString());
        environment.put("ROLLCALL_GATEWAY_ADDRESS", LOOPBACK);
        environment.put("ROLLCALL_GATEWAY_PORT", Integer.toString(ports.gateway()));
        environment.put("ROLLCALL_GATEWAY_MANAGEMENT_PORT", Integer.toString(ports.gatewayManagement()));
        return new ApplicationPart(
                PartName.GATEWAY,
                command(PartName.GATEWAY.label(), applications.gateway(), List.of(), environment),
                Map.of("webhook", ports.gateway(), "management", ports.gatewayManagement()),
                readiness(ports.gatewayManagement()));
    }

    ApplicationPart worker() throws IOException {
        Map<String, String> environment = common(ports.worker());
        environment.put("ROLLCALL_DATABASE_URL", role("sync").url());
        // Files of secrets that up finds in its environment are meant for another worker.
        environment.put("ROLLCALL_DATABASE_PASSWORD_FILE", "");
        environment.put("ROLLCALL_OPS_TOKEN_FILE", "");
        environment.put("ROLLCALL_WORKER_PORT", Integer.toString(ports.worker()));
        environment.put("ROLLCALL_OPS_TOKEN", home.opsToken());
        // The console opens without asking, unless somebody else uses the machine.
        environment.put("ROLLCALL_OPS_LOOPBACK", Boolean.toString(!settings.consoleToken()));
        environment.put("ROLLCALL_GATEWAY_MANAGEMENT_URL", managementUrl(ports.gatewayManagement()));
        environment.putAll((localClerk == null ? settings.clerk() : localClerk.access()).variables());
        return new ApplicationPart(
                PartName.WORKER,
                command(PartName.WORKER.label(), applications.worker(), List.of(), environment),
                Map.of("management", ports.worker()),
                readiness(ports.worker()));
    }

    /** Creates roles and tables; ends with exit code 0. */
    ChildCommand migrate() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("ROLLCALL_MIGRATION_DATABASE_URL", administrator.url());
        environment.put("ROLLCALL_MIGRATION_DATABASE_PASSWORD_FILE", "");
        for (String role : List.of("sync", "tenant", "backend")) {
            String setting = "ROLLCALL_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD";
            environment.put(setting, home.rolePassword(role));
            environment.put(setting + "_FILE", "");
        }
        List<String> arguments = new ArrayList<>(List.of("migrate"));
        arguments.addAll(settings.roleOptions());
        return command("migrate", applications.worker(), arguments, environment);
    }

    /** Declares the topics; ends with exit code 0. */
    ChildCommand topics() {
        return command(
                "topics", applications.worker(), List.of("topics"), Map.of("KAFKA_BOOTSTRAP_SERVERS", kafkaBootstrap));
    }

    /** Copies what lives in the demo's world before anything is sent. */
    ChildCommand backfill(DemoClerk clerk) throws IOException {
        Map<String, String> environment = new HashMap<>(clerk.access().variables());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafkaBootstrap);
        environment.put("ROLLCALL_DATABASE_URL", role("sync").url());
        environment.put("ROLLCALL_DATABASE_PASSWORD_FILE", "");
        return command(
                "backfill",
                applications.worker(),
                List.of("backfill", "--rate", "0", "--tables", String.join(",", DemoClerk.TABLES)),
                environment);
    }

    private Map<String, String> common(int managementPort) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafkaBootstrap);
        environment.put("ROLLCALL_MANAGEMENT_ADDRESS", LOOPBACK);
        // Variables that the user's shell has for other Spring applications must not affect these.
        environment.put("SERVER_ADDRESS", LOOPBACK);
        environment.put("SERVER_PORT", Integer.toString(managementPort));
        String instanceId = settings.instanceId();
        if (instanceId != null) {
            environment.put("CLERK_INSTANCE_ID", instanceId);
        }
        return environment;
    }

    private ChildCommand command(String name, Path jar, List<String> arguments, Map<String, String> environment) {
        return ChildCommand.of(
                name,
                JavaCommand.jar(jar, Applications.JVM_OPTIONS, arguments),
                environment,
                home.logs().resolve(name + ".log"));
    }

    private DatabaseAddress role(String role) throws IOException {
        return administrator.as("rollcall_" + role, home.rolePassword(role));
    }

    private SigningSecrets signingSecrets() throws IOException {
        SigningSecrets given = settings.signingSecrets();
        if (given != null) {
            return given;
        }
        // A given one belongs to this stack, and not only until its next start.
        Optional<SigningSecrets> latest = home.latestSigningSecrets();
        return latest.isPresent() ? latest.get() : SigningSecrets.parse(home.signingSecret());
    }

    private static String managementUrl(int port) {
        return "http://%s:%d".formatted(LOOPBACK, port);
    }

    private static URI readiness(int port) {
        return URI.create(managementUrl(port) + "/actuator/health/readiness");
    }
}
