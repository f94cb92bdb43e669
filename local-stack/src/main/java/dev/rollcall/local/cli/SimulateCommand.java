package dev.rollcall.local.cli;

import dev.rollcall.local.application.Variables;
import dev.rollcall.local.stack.KafkaAccess;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.simulator.Simulation;
import dev.rollcall.simulator.SimulationReport;
import dev.rollcall.simulator.SimulationSettings;
import dev.rollcall.simulator.verify.Verification;
import dev.rollcall.simulator.verify.VerificationReport;
import dev.rollcall.simulator.verify.VerificationSettings;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.WorldSettings;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays Clerk: sends a seeded world's webhooks, and says whether the tables and topics became what they must. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Send a seeded world's signed webhooks, as Clerk would, and verify what became of them.",
        footer = {
            "",
            "The same seed, events and faults are the same world. Exit code 1 when a message",
            "was not acknowledged, a forged one was, or the verification found a difference.",
            "Example:",
            "  ./rollcall simulate --seed 7 --events 50000 --rate 500 --faults all --verify"
        })
final class SimulateCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(names = "--seed", paramLabel = "N", description = "Which world (default: a random one, which is printed).")
    private @Nullable Long seed;

    @Option(names = "--events", paramLabel = "N", description = "Messages in it (default: ${DEFAULT-VALUE}).")
    private int events = 1_000;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Messages a second; 0 is as fast as possible (default: ${DEFAULT-VALUE}).")
    private double rate = 100;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            description = "all, none (default), or some of: duplicate, reorder, tie, update-after-delete,"
                    + " delete-before-create, membership-before-organization, poison, forged, replay-old. Not in all,"
                    + " since the tables then lack what was lost: lost-webhook, lost-delete, endpoint-disabled.")
    private String faults = "none";

    @Option(names = "--verify", description = "Afterwards compare tables, dead letters and change topics with it.")
    private boolean verify;

    @Option(names = "--url", paramLabel = "URL", description = "Where to send (default: the running stack's gateway).")
    private @Nullable URI url;

    @Option(
            names = "--secret",
            paramLabel = "WHSEC",
            description = "To sign with (default: $CLERK_WEBHOOK_SIGNING_SECRET, else the running stack's).")
    private @Nullable String secret;

    @Option(
            names = "--instance-id",
            paramLabel = "INS_ID",
            description = "The Clerk instance to be (default: the running stack's, else the simulator's own).")
    private @Nullable String instanceId;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Requests in flight at once (default: ${DEFAULT-VALUE}).")
    private int connections = SimulationSettings.DEFAULT_CONNECTIONS;

    @Option(
            names = "--retry-span",
            paramLabel = "SECONDS",
            description = "How long the eight attempts of a message take (default: ${DEFAULT-VALUE}; Svix: 27 h).")
    private long retrySpanSeconds = SimulationSettings.DEFAULT_RETRY_SPAN.toSeconds();

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "To verify in, role rollcall_backend (default: the running stack's).")
    private @Nullable String databaseUrl;

    @Option(
            names = "--kafka-bootstrap",
            paramLabel = "HOSTS",
            description = "To verify in (default: the running stack's).")
    private @Nullable String kafkaBootstrap;

    @Mixin
    private final KafkaProperties kafkaProperties = new KafkaProperties();

    @Option(
            names = "--verify-limit",
            paramLabel = "SECONDS",
            description = "The longest to wait for the last event (default: ${DEFAULT-VALUE}).")
    private long verifyLimitSeconds = VerificationSettings.DEFAULT_LIMIT.toSeconds();

    @Option(names = "--json", description = "One object at the end: seed, sent, verified.")
    private boolean json;

    SimulateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<RunState.Connections> stack = dataDirectory.connections(surroundings);
        SimulationSettings settings = settings(stack);
        // Before anything is sent, so that anything missing for the verification is reported now.
        Optional<VerificationSettings> verification =
                verify ? Optional.of(verification(settings.world(), stack)) : Optional.empty();
        SimulationTeller output =
                json ? new SimulationJson(surroundings.terminal()) : new SimulationOutput(surroundings.terminal());
        output.begin(settings);
        SimulationReport report = Simulation.run(settings, output::sending);
        output.sent(report);
        boolean asExpected = report.isComplete();
        if (verification.isPresent()) {
            VerificationReport found = Verification.run(
                    verification
                            .get()
                            .withUndelivered(report.undeliveredMessageIds())
                            .withLost(report.lostMessageIds()),
                    output::verifying);
            output.verified(found);
            asExpected &= found.isEqual();
        }
        output.end();
        return asExpected ? 0 : 1;
    }

    private SimulationSettings settings(Optional<RunState.Connections> stack) {
        URI to = url != null ? url : URI.create(required(stack, RunState.Connections::webhookUrl, "--url"));
        String signWith = new GivenSecrets(surroundings)
                .signingSecret(secret)
                .or(() -> surroundings.variable(Variables.SIGNING_SECRET))
                .map(all -> all.split(",", 2)[0].strip())
                .orElseGet(() -> required(stack, RunState.Connections::currentSigningSecret, "--secret"));
        long chosenSeed = seed != null ? seed : RandomGenerator.getDefault().nextLong(1, Integer.MAX_VALUE);
        SimulationSettings settings = SimulationSettings.of(chosenSeed, events, to, signWith)
                .withFaults(Fault.parse(faults))
                .withRatePerSecond(rate)
                .withConnections(connections)
                .withRetrySpan(Duration.ofSeconds(retrySpanSeconds));
        return Optional.ofNullable(instanceId)
                .or(() -> stack.flatMap(running -> Optional.ofNullable(running.instanceId())))
                .map(settings::withInstanceId)
                .orElse(settings);
    }

    private VerificationSettings verification(WorldSettings world, Optional<RunState.Connections> stack)
            throws IOException {
        String database = new GivenSecrets(surroundings)
                .databaseUrl(databaseUrl)
                .orElseGet(() -> required(stack, RunState.Connections::backendDatabaseUrl, "--database-url"));
        String hosts = kafkaBootstrap;
        KafkaAccess kafka = hosts != null
                ? new KafkaAccess(hosts, kafkaProperties.given(surroundings))
                : required(stack, RunState.Connections::kafka, "--kafka-bootstrap")
                        .with(kafkaProperties.typed());
        return VerificationSettings.of(world, DatabaseUrl.parse(database).jdbcUrlWithLogin(), kafka.bootstrapServers())
                .withKafkaClient(kafka.settings())
                .withTopicPrefix(surroundings.variable(Variables.TOPIC_PREFIX).orElse(""))
                .withLimit(Duration.ofSeconds(verifyLimitSeconds));
    }

    private <T> T required(
            Optional<RunState.Connections> stack, Function<RunState.Connections, T> part, String option) {
        return stack.map(part)
                .orElseThrow(() -> new CommandFailedException("no stack runs in %s; start one with %s, or say %s"
                        .formatted(
                                dataDirectory.home(surroundings).directory(),
                                dataDirectory.typed(surroundings, "up"),
                                option)));
    }
}
