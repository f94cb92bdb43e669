package dev.rollcall.local.cli;

import dev.rollcall.local.database.DatabaseAddress;
import dev.rollcall.local.stack.PortPlan;
import dev.rollcall.local.stack.StackHome;
import dev.rollcall.local.stack.StackSettings;
import dev.rollcall.local.stack.Supervisor;
import dev.rollcall.local.stack.SupervisorLock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything on this machine. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Start PostgreSQL, Kafka, gateway and worker on this machine, and stop them with Ctrl-C.",
            "The data is kept; the next start continues with it. On a running stack only what is missing is started."
        },
        footer = {
            "",
            "CLERK_WEBHOOK_SIGNING_SECRET=whsec_... is the signing secret of the endpoint in Clerk's dashboard;",
            "several are separated by commas, the current one first. Without it one is generated and kept."
        })
final class UpCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(names = "--demo", description = "Also run the simulator, to see tables fill.")
    private boolean demo;

    @Option(names = "--detach", description = "Return when everything is ready; stop it with: ./rollcall down")
    private boolean detach;

    @Option(names = DetachedStart.SUPERVISE, hidden = true)
    private boolean supervise;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "Use this PostgreSQL (15 or later): the direct URL of an administrator, who creates the roles"
                    + " rollcall_... and gives them generated passwords.")
    private @Nullable String databaseUrl;

    @Option(names = "--kafka-bootstrap", paramLabel = "HOSTS", description = "Use this Kafka: host:port,...")
    private @Nullable String kafkaBootstrap;

    @Option(
            names = "--instance-id",
            paramLabel = "INS_ID",
            description = "The one Clerk instance to accept (default: $CLERK_INSTANCE_ID, else the first that sends).")
    private @Nullable String instanceId;

    @Option(names = "--gateway-port", paramLabel = "PORT", description = "For Clerk (default: ${DEFAULT-VALUE}).")
    private int gatewayPort = PortPlan.DEFAULT.gateway();

    @Option(
            names = "--gateway-management-port",
            paramLabel = "PORT",
            description = "Health and metrics (default: ${DEFAULT-VALUE}).")
    private int gatewayManagementPort = PortPlan.DEFAULT.gatewayManagement();

    @Option(
            names = "--worker-port",
            paramLabel = "PORT",
            description = "Health and metrics (default: ${DEFAULT-VALUE}).")
    private int workerPort = PortPlan.DEFAULT.worker();

    @Option(names = "--postgres-port", paramLabel = "PORT", description = "(default: ${DEFAULT-VALUE})")
    private int postgresPort = PortPlan.DEFAULT.postgres();

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "(default: ${DEFAULT-VALUE}). Any port may be 0: a free one, see ./rollcall status.")
    private int kafkaPort = PortPlan.DEFAULT.kafka();

    UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        StackSettings settings = settings();
        StackHome home = dataDirectory.home(surroundings);
        Optional<SupervisorLock> lock = SupervisorLock.tryTake(home);
        if (lock.isEmpty()) {
            return new RunningStack(surroundings, dataDirectory).join(demo, detach);
        }
        SupervisorLock held = lock.get();
        try (held) {
            if (!detach) {
                Supervisor supervisor = new Supervisor(home, settings, surroundings.terminal()::say);
                StackRun run = new StackRun(surroundings, dataDirectory, supervisor);
                return run.untilStopped(demo, !supervise);
            }
        }
        // Given back: the new process takes it.
        return new DetachedStart(surroundings, dataDirectory).start(arguments());
    }

    private StackSettings settings() {
        return new StackSettings(
                new PortPlan(gatewayPort, gatewayManagementPort, workerPort, postgresPort, kafkaPort),
                databaseUrl == null ? null : DatabaseAddress.parse(databaseUrl),
                kafkaBootstrap,
                surroundings.variable("CLERK_WEBHOOK_SIGNING_SECRET").orElse(null),
                Optional.ofNullable(instanceId)
                        .or(() -> surroundings.variable("CLERK_INSTANCE_ID"))
                        .orElse(null));
    }

    private List<String> arguments() {
        CommandSpec own = spec;
        return own == null
                ? List.of("up")
                : own.root().commandLine().getParseResult().originalArgs();
    }
}
