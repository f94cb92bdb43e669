package dev.rollcall.local.cli;

import dev.rollcall.local.application.Variables;
import dev.rollcall.local.stack.ClerkAccess;
import dev.rollcall.local.stack.KafkaAccess;
import dev.rollcall.local.stack.PortPlan;
import dev.rollcall.local.stack.SigningSecrets;
import dev.rollcall.local.stack.StackHome;
import dev.rollcall.local.stack.StackSettings;
import dev.rollcall.local.stack.Supervisor;
import dev.rollcall.local.stack.SupervisorLock;
import dev.rollcall.local.stack.Tunnel;
import dev.rollcall.startup.database.RoleOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything on this machine. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Start PostgreSQL, Kafka, gateway and worker on this machine, and stop them with"
                    + " Ctrl-C. The data is kept; the next start continues with it. On a running"
                    + " stack only what is missing is started."
        },
        footer = {
            "",
            "CLERK_WEBHOOK_SIGNING_SECRET=whsec_... is the signing secret of the endpoint in",
            "Clerk's dashboard; several are separated by commas, the current one first.",
            "Without it that of the last time is used, at first a generated one. On a",
            "running stack another one takes effect at once.",
            "",
            "Tunnels that need no account, or one:",
            "  --tunnel 'cloudflared tunnel --url http://127.0.0.1:{port}'",
            "  --tunnel 'ngrok http {port} --log stdout'",
            "",
            "Everyone on this machine can read arguments, so the password of an",
            "administrator belongs into ROLLCALL_MIGRATION_DATABASE_URL, or a file that",
            "ROLLCALL_MIGRATION_DATABASE_PASSWORD_FILE names. The local Kafka has no",
            "password: the machine is its boundary (docs/operating.md)."
        })
final class UpCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(names = "--demo", description = "Also run the simulator, to see tables fill.")
    private boolean demo;

    @Option(names = "--detach", description = "Return when everything is ready; then stop it with rollcall down.")
    private boolean detach;

    @Option(names = DetachedStart.SUPERVISE, hidden = true)
    private boolean supervise;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "Use this PostgreSQL (15 or later): the direct URL of an administrator, who creates the roles"
                    + " rollcall_... and gives them generated passwords (default: $"
                    + GivenSecrets.MIGRATION_URL + ").")
    private @Nullable String databaseUrl;

    @Option(names = "--kafka-bootstrap", paramLabel = "HOSTS", description = "Use this Kafka: host:port,...")
    private @Nullable String kafkaBootstrap;

    @Mixin
    private final KafkaProperties kafkaProperties = new KafkaProperties();

    @Option(
            names = "--instance-id",
            paramLabel = "INS_ID",
            description = "The one Clerk instance to accept (default: $CLERK_INSTANCE_ID, else the first that sends).")
    private @Nullable String instanceId;

    @Option(
            names = "--console-token",
            description = "The console asks for a token ($ROLLCALL_OPS_TOKEN of rollcall env) on this machine, too:"
                    + " for a machine with other users.")
    private boolean consoleToken;

    @Option(
            names = "--tunnel",
            paramLabel = "COMMAND",
            description = "Run this tunnel for as long as the stack runs and print its public address, which has to"
                    + " be an https:// one (Clerk posts to no other); {port} in it becomes the gateway's port.")
    private @Nullable String tunnel;

    @Mixin
    private final RoleOptions roles = new RoleOptions();

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
            description = "Console, health and metrics (default: ${DEFAULT-VALUE}).")
    private int workerPort = PortPlan.DEFAULT.worker();

    @Option(names = "--postgres-port", paramLabel = "PORT", description = "(default: ${DEFAULT-VALUE})")
    private int postgresPort = PortPlan.DEFAULT.postgres();

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "(default: ${DEFAULT-VALUE}). Any port may be 0: a free one, see rollcall status.")
    private int kafkaPort = PortPlan.DEFAULT.kafka();

    UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (tunnel != null) {
            Tunnel.require(tunnel);
        }
        StackSettings settings = settings();
        StackHome home = dataDirectory.home(surroundings);
        boolean made = !home.exists();
        boolean well = false;
        try {
            int exitCode = start(home, settings);
            well = exitCode == 0;
            return exitCode;
        } finally {
            if (made && !well) {
                home.removeIfUnused();
            }
        }
    }

    private int start(StackHome home, StackSettings settings) throws Exception {
        Optional<SupervisorLock> lock = SupervisorLock.tryTake(home);
        if (lock.isEmpty()) {
            return new RunningStack(surroundings, dataDirectory).join(settings, givenOptions(), demo, detach, tunnel);
        }
        SupervisorLock held = lock.get();
        try (held) {
            if (!detach) {
                home.runsFrom(Surroundings.build());
                Supervisor supervisor = new Supervisor(home, settings, new Progress(surroundings.terminal()));
                StackRun run = new StackRun(surroundings, dataDirectory, supervisor, tunnel);
                return run.untilStopped(demo, !supervise);
            }
        }
        // Released, since the new process takes it.
        int exitCode = new DetachedStart(surroundings, dataDirectory).start(detachedArguments(), detachedEnvironment());
        if (exitCode == 0 && !demo) {
            Guide.offerBackfill(surroundings, dataDirectory);
        }
        return exitCode;
    }

    private StackSettings settings() throws IOException {
        if (!detach && GivenSecrets.isWithPassword(databaseUrl, arguments())) {
            throw new CommandFailedException("everyone on this machine can read the password in --database-url for as"
                    + " long as the stack runs; write it before the command: " + GivenSecrets.MIGRATION_URL
                    + "=postgresql://... ./rollcall up");
        }
        return new StackSettings(
                new PortPlan(gatewayPort, gatewayManagementPort, workerPort, postgresPort, kafkaPort),
                new GivenSecrets(surroundings).administrator(databaseUrl).orElse(null),
                kafka(),
                surroundings
                        .variable(Variables.SIGNING_SECRET)
                        .map(SigningSecrets::parse)
                        .orElse(null),
                Optional.ofNullable(instanceId)
                        .or(() -> surroundings.variable(Variables.INSTANCE_ID))
                        .orElse(null),
                consoleToken,
                ClerkAccess.ofTheWorker(surroundings::variable),
                roles.given());
    }

    private @Nullable KafkaAccess kafka() {
        String bootstrapServers = kafkaBootstrap;
        if (bootstrapServers != null) {
            return new KafkaAccess(bootstrapServers, kafkaProperties.given(surroundings));
        }
        if (kafkaProperties.typed() != null) {
            throw new IllegalArgumentException(
                    KafkaProperties.OPTION + " belongs to a Kafka of yours; name it as well: --kafka-bootstrap HOSTS");
        }
        return null;
    }

    /** The URL with the password is handed on in the environment instead. */
    private List<String> detachedArguments() {
        String url = databaseUrl;
        return url != null && GivenSecrets.isWithPassword(url, arguments())
                ? GivenSecrets.without(url, arguments())
                : arguments();
    }

    private Map<String, String> detachedEnvironment() {
        Map<String, String> environment =
                new HashMap<>(ClerkAccess.ofTheWorker(surroundings::variable).variables());
        String url = databaseUrl;
        if (url != null) {
            environment.put(GivenSecrets.DATABASE_URL, url);
        }
        return environment;
    }

    private List<String> arguments() {
        CommandSpec own = spec;
        return own == null
                ? List.of("up")
                : own.root().commandLine().getParseResult().originalArgs();
    }

    /** The options that were typed, by name: the others are not asked for. */
    private Set<String> givenOptions() {
        CommandSpec own = spec;
        return own == null
                ? Set.of()
                : own.commandLine().getParseResult().matchedOptions().stream()
                        .map(OptionSpec::longestName)
                        .collect(Collectors.toSet());
    }
}
