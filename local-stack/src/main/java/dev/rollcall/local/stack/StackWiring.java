package dev.rollcall.local.stack;

import dev.rollcall.local.application.Application;
import dev.rollcall.local.application.Applications;
import dev.rollcall.local.application.Role;
import dev.rollcall.local.application.Variables;
import dev.rollcall.local.application.Wiring;
import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the parts of a stack are told of each other, and what other commands are. */
final class StackWiring {

    private static final String LOOPBACK = "127.0.0.1";

    private final StackHome home;
    private final StackSettings settings;
    private final Applications applications;
    private final PortPlan ports;
    private final DatabaseUrl administrator;
    private final KafkaAccess kafka;
    private final @Nullable DemoClerk localClerk;

    /**
     * @param settings with every port chosen
     * @param administrator direct address of the database to use
     * @param localClerk of a demo
     */
    StackWiring(
            StackHome home,
            StackSettings settings,
            Applications applications,
            DatabaseUrl administrator,
            KafkaAccess kafka,
            @Nullable DemoClerk localClerk) {
        this.home = home;
        this.settings = settings;
        this.applications = applications;
        this.ports = settings.ports();
        this.administrator = administrator;
        this.kafka = kafka;
        this.localClerk = localClerk;
    }

    RunState.Connections connections() throws IOException {
        return new RunState.Connections(
                "http://%s:%d/webhooks/clerk".formatted(LOOPBACK, ports.gateway()),
                managementUrl(ports.gatewayManagement()),
                managementUrl(ports.worker()),
                kafka.bootstrapServers(),
                kafka.properties() == null ? null : kafka.properties().toString(),
                administrator.url(),
                role(Role.SYNC).url(),
                role(Role.BACKEND).url(),
                role(Role.TENANT).url(),
                signingSecrets().text(),
                settings.instanceId(),
                home.opsToken(),
                settings.consoleToken(),
                localClerk == null ? null : localClerk.access().variables());
    }

    ApplicationPart gateway() throws IOException {
        home.use(signingSecrets());
        return new ApplicationPart(
                PartName.GATEWAY,
                command(PartName.GATEWAY.label(), applications.gateway(), ofTheGateway()),
                Map.of("webhook", ports.gateway(), "management", ports.gatewayManagement()),
                ports.gatewayManagement());
    }

    private Wiring ofTheGateway() {
        // A file, so that up can change a running gateway's secrets. A file that the environment names belongs to
        // another gateway.
        return common().signingSecrets(home.signingSecretsInUse())
                .gatewayOn(ports.gateway(), ports.gatewayManagement());
    }

    ApplicationPart worker() throws IOException {
        return new ApplicationPart(
                PartName.WORKER,
                command(
                        PartName.WORKER.label(),
                        applications.worker(),
                        ofTheWorker().with(fromTheShell().variables())),
                Map.of("management", ports.worker()),
                ports.worker());
    }

    private Wiring ofTheWorker() throws IOException {
        // Files of secrets that up finds in its environment are meant for another worker.
        return acceptingOurAdministrator(common())
                .database(role(Role.SYNC).url())
                .workerOn(ports.worker())
                .opsToken(home.opsToken())
                // The console opens without asking, unless somebody else uses the machine.
                .with(Variables.OPS_LOOPBACK, Boolean.toString(!settings.consoleToken()))
                .with(Variables.GATEWAY_MANAGEMENT_URL, managementUrl(ports.gatewayManagement()))
                .with((localClerk == null ? ClerkAccess.NONE : localClerk.access()).variables());
    }

    /** A demo's worker asks the local Clerk alone. */
    private ClerkAccess fromTheShell() {
        return localClerk == null ? settings.clerk() : ClerkAccess.NONE;
    }

    /** What gateway and worker have from the shell and not from here. */
    InheritedSettings inherited(Map<String, String> shell) throws IOException {
        Set<String> ofTheStack = new HashSet<>(ofTheGateway().environment().keySet());
        ofTheStack.addAll(ofTheWorker().environment().keySet());
        return InheritedSettings.of(shell, fromTheShell(), ofTheStack);
    }

    private Wiring acceptingOurAdministrator(Wiring wiring) {
        return settings.database() == null
                ? wiring.with(Variables.ACCEPTED_FINDINGS, Variables.OUR_ADMINISTRATOR)
                : wiring;
    }

    /** Copies what lives in the demo's world before anything is sent. */
    ChildCommand backfill(DemoClerk clerk) throws IOException {
        Wiring wiring = Wiring.INHERITED
                .with(clerk.access().variables())
                .with(kafka.variables())
                .database(role(Role.SYNC).url());
        return command(
                "backfill",
                applications.worker(),
                wiring,
                "backfill",
                "--rate",
                "0",
                "--tables",
                String.join(",", DemoClerk.TABLES));
    }

    private Wiring common() {
        String instanceId = settings.instanceId();
        Wiring common = Wiring.INHERITED.with(kafka.variables());
        return instanceId == null ? common : common.with(Variables.INSTANCE_ID, instanceId);
    }

    private ChildCommand command(String name, Application application, Wiring wiring, String... arguments) {
        return wiring.command(name, application, home.logs().resolve(name + ".log"), arguments);
    }

    private DatabaseUrl role(Role role) throws IOException {
        return administrator.asRole(role.user(), home.rolePassword(role.label()));
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
}
