package dev.rollcall.local.cli;

import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.local.stack.BoundInstance;
import dev.rollcall.local.stack.DemoTraffic;
import dev.rollcall.local.stack.PartHealth;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.RunningSettings;
import dev.rollcall.local.stack.SigningSecrets;
import dev.rollcall.local.stack.StackHome;
import dev.rollcall.local.stack.StackSettings;
import dev.rollcall.local.stack.SupervisorLock;
import dev.rollcall.local.stack.Tunnel;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code up} where another process runs the stack already: waits for what is missing, and then watches. */
final class RunningStack {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);

    private final Surroundings surroundings;
    private final Terminal terminal;
    private final DataDirectory dataDirectory;
    private final StackHome home;

    RunningStack(Surroundings surroundings, DataDirectory dataDirectory) {
        this.surroundings = surroundings;
        this.terminal = surroundings.terminal();
        this.dataDirectory = dataDirectory;
        this.home = dataDirectory.home(surroundings);
    }

    /**
     * @param settings that this command was given
     * @param options that were typed; the values of others were not asked for
     * @param tunnel a command, for as long as this watches; null for none
     */
    @SuppressWarnings(
            "try") // What lasts as long as the block; the formatter may run on a Java that knows no name for it.
    int join(StackSettings settings, Set<String> options, boolean demo, boolean detach, @Nullable String tunnel)
            throws IOException, InterruptedException {
        if (tunnel != null && detach) {
            throw new IllegalArgumentException(
                    "the stack in %s runs already, without this tunnel; watch it with --tunnel and"
                                    .formatted(home.directory())
                            + " without --detach, or stop it first: " + typed("down"));
        }
        RunState state = awaitHealthy();
        RunState.Connections connections = Objects.requireNonNull(state.connections(), "known when it is healthy");
        requireSame(settings, options, state);
        connections = withSecret(settings, connections);
        if (settings.signingSecrets() == null) {
            Guide.addresses(surroundings, dataDirectory, connections);
        }
        boolean sends = demo && connections.localClerk() == null;
        if (sends) {
            home.becomeDemo();
        }
        try (Tunnel open = tunnel == null ? null : TunnelView.open(surroundings, dataDirectory, tunnel, connections)) {
            TunnelView.tellWhatBecameOfIt(terminal, home, tunnel == null);
            Guide.nextSteps(surroundings, dataDirectory, connections);
            if (!demo) {
                Guide.offerBackfill(surroundings, dataDirectory);
            }
            if (detach) {
                terminal.say("Stop it with: " + typed("down"));
                return 0;
            }
            if (sends) {
                DemoTraffic.start(connections, terminal::say);
            }
            terminal.say("Ctrl-C ends this view; the stack goes on. Stop it with: " + typed("down"));
            new LiveView(terminal, home, connections).showUntilItEnds(state.supervisor(), typed("up"));
        }
        return 0;
    }

    private void requireSame(StackSettings settings, Set<String> options, RunState state) {
        List<String> others = RunningSettings.thatDiffer(settings, options, surroundings.environment(), state);
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "the stack in %s runs with another %s, and goes on with it; stop it first: %s%s"
                            .formatted(
                                    home.directory(),
                                    String.join(" and ", others),
                                    typed("down"),
                                    others.contains("--demo")
                                            ? " (or send it invented events: " + typed("simulate") + " --rate 20)"
                                            : ""));
        }
    }

    /** Gives the gateway that runs the secret that was given, if it is another one. */
    private RunState.Connections withSecret(StackSettings settings, RunState.Connections connections)
            throws IOException, InterruptedException {
        SigningSecrets given = settings.signingSecrets();
        if (given == null || home.latestSigningSecrets().filter(given::equals).isPresent()) {
            return connections;
        }
        boolean ofTheSimulator = settings.instanceId() == null
                && BoundInstance.isOfTheSimulator(DatabaseUrl.parse(connections.backendDatabaseUrl()));
        if (ofTheSimulator && home.hasBeenDemo()) {
            throw new IllegalArgumentException(BoundInstance.advice(home.directory()));
        }
        boolean taken = RunningSettings.use(given, home);
        terminal.say(
                taken
                        ? "The gateway works with the new signing secret from now on."
                        : "The gateway has the new signing secret and takes it within seconds; its log says when: "
                                + home.logs().resolve("gateway.log"));
        if (ofTheSimulator) {
            terminal.say("Note: " + BoundInstance.advice(home.directory())
                    + ". While it holds next to nothing it can become yours, too: " + typed("bind") + " ins_...");
        }
        return dataDirectory.requireConnections(surroundings);
    }

    private RunState awaitHealthy() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        String said = "";
        while (true) {
            Optional<RunState> state = RunState.ofRunning(home);
            Set<String> missing = new TreeSet<>();
            if (state.isPresent() && state.get().isReady()) {
                missing.addAll(missing(state.get()));
                if (missing.isEmpty() && state.get().connections() != null) {
                    terminal.say("The stack in %s runs already (process %d)."
                            .formatted(
                                    home.directory(), state.get().supervisor().pid()));
                    return state.get();
                }
            }
            String now = missing.isEmpty()
                    ? "Another process is just starting or stopping the stack in %s; waiting for it"
                            .formatted(home.directory())
                    : "The stack runs already, but for %s; the running stack starts it again, waiting"
                            .formatted(String.join(" and ", missing));
            if (!now.equals(said)) {
                terminal.say(now);
                said = now;
            }
            if (never.await(BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                throw new StartFailedException("the running stack is not ready after %d s; see %s"
                        .formatted(LONGEST_WAIT.toSeconds(), typed("status")));
            }
            requireSupervisor();
        }
    }

    private String typed(String command) {
        return dataDirectory.typed(surroundings, command);
    }

    private static Set<String> missing(RunState state) throws InterruptedException {
        Set<String> missing = new TreeSet<>();
        RunState.Connections connections = state.connections();
        for (RunState.Part part : state.parts()) {
            if (connections == null || PartHealth.of(part, connections) != PartHealth.HEALTHY) {
                missing.add(part.name().label());
            }
        }
        return missing;
    }

    private void requireSupervisor() throws IOException {
        Optional<SupervisorLock> ended = SupervisorLock.tryTake(home);
        if (ended.isPresent()) {
            ended.get().close();
            throw new StartFailedException("the other process has ended; run the same command again");
        }
    }
}
