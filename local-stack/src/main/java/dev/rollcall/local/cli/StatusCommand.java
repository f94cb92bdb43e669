package dev.rollcall.local.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.stack.Narrator;
import dev.rollcall.local.stack.PartHealth;
import dev.rollcall.local.stack.PartName;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.TunnelState;
import dev.rollcall.model.terminal.Mark;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Says what runs. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Say what runs: each part's health, process and address. Exit code 0 when all"
                + " parts are healthy, else 1.",
        footer = {"", "With --watch it goes on until Ctrl-C."})
final class StatusCommand implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Mixin
    private final KafkaProperties kafkaProperties = new KafkaProperties();

    @Option(
            names = "--json",
            description = "An object: directory, phase, console, tunnel (null, or address, open, exit_code), and"
                    + " parts, each with name, health, pid, url, ports, restarts, log.")
    private boolean json;

    @Option(
            names = {"-w", "--watch"},
            description = "Look again every two seconds.")
    private boolean watch;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        boolean healthy;
        do {
            healthy = show();
        } while (watch && !never.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
        return healthy ? 0 : 1;
    }

    /** @return whether all parts are healthy */
    private boolean show() throws IOException, InterruptedException {
        Optional<RunState> state = RunState.ofRunning(dataDirectory.home(surroundings));
        Terminal terminal = surroundings.terminal();
        List<PartStatus> parts = state.isPresent() ? asked(state.get(), terminal) : nothing();
        String console = state.map(RunState::connections)
                .map(RunState.Connections::opsUrl)
                .orElse(null);
        Optional<TunnelState> tunnel =
                state.isPresent() ? TunnelState.of(dataDirectory.home(surroundings)) : Optional.empty();
        if (json) {
            terminal.say(JsonMapper.builder()
                    .build()
                    .writeValueAsString(new Status(
                            dataDirectory.home(surroundings).directory().toString(),
                            state.map(running -> running.phase().name().toLowerCase(Locale.ROOT))
                                    .orElse("stopped"),
                            console,
                            tunnel.map(TunnelStatus::of).orElse(null),
                            parts)));
        } else {
            if (watch) {
                terminal.clearScreen();
            }
            terminal.say(headline(state));
            parts.forEach(part -> terminal.say(part.mark(), part.line()));
            if (console != null) {
                terminal.say("Console: " + console);
            }
            tunnel.map(TunnelStatus::of).ifPresent(known -> terminal.say(known.mark(), known.line()));
        }
        return parts.stream().allMatch(PartStatus::healthy);
    }

    /** A part that does not answer is waited for; whoever watches sees the former answers meanwhile. */
    @SuppressWarnings("try") // What lasts as long as the block.
    private List<PartStatus> asked(RunState state, Terminal terminal) throws InterruptedException {
        Narrator narrator = terminal.isInteractive() && !json && !watch ? new Progress(terminal) : line -> {};
        try (Narrator.Wait wait = narrator.begin("Asking the parts")) {
            return parts(state);
        }
    }

    private String headline(Optional<RunState> state) {
        String directory = dataDirectory.home(surroundings).directory().toString();
        return state.map(running -> "The stack in %s is %s (process %d)."
                        .formatted(
                                directory,
                                switch (running.phase()) {
                                    case STARTING -> "starting";
                                    case READY -> "running";
                                    case STOPPING -> "stopping";
                                },
                                running.supervisor().pid()))
                .orElse("Nothing runs in " + directory + ". Start it with: " + dataDirectory.typed(surroundings, "up"));
    }

    private List<PartStatus> parts(RunState state) throws InterruptedException {
        RunState.Connections running = state.connections();
        RunState.Connections connections = running == null ? null : running.with(kafkaProperties.typed());
        List<PartStatus> parts = new ArrayList<>();
        for (RunState.Part part : state.parts()) {
            PartHealth health = connections == null
                    ? part.process() == null ? PartHealth.STOPPED : PartHealth.UNHEALTHY
                    : PartHealth.of(part, connections);
            parts.add(PartStatus.of(part, health, connections));
        }
        return parts;
    }

    private static List<PartStatus> nothing() {
        return Arrays.stream(PartName.values())
                .map(name ->
                        new PartStatus(name.label(), null, null, Map.of(), PartHealth.STOPPED.label(), 0, null, true))
                .toList();
    }

    /**
     * What the JSON is.
     *
     * @param phase starting, ready, stopping or stopped
     * @param console null while it is not known
     * @param tunnel null when nobody asked for one
     */
    record Status(
            @JsonProperty String directory,
            @JsonProperty String phase,
            @JsonProperty @Nullable String console,
            @JsonProperty @Nullable TunnelStatus tunnel,
            @JsonProperty List<PartStatus> parts) {}

    /**
     * The way in from outside.
     *
     * @param address the public one, also of a tunnel that has ended; null when it never had one
     * @param exitCode of a tunnel that has ended by itself
     */
    record TunnelStatus(
            @JsonProperty @Nullable String address,
            @JsonProperty boolean open,
            @JsonProperty("exit_code") @Nullable Integer exitCode) {

        static TunnelStatus of(TunnelState state) {
            URI address = state.address();
            return new TunnelStatus(address == null ? null : address.toString(), state.open(), state.exitCode());
        }

        Mark mark() {
            return open ? Mark.GOOD : Mark.BAD;
        }

        String line() {
            if (open) {
                return "Public address: " + address;
            }
            String how = exitCode == null ? "" : " (exit code " + exitCode + ")";
            return address == null
                    ? "Public address: none, the tunnel did not open%s; see: ./rollcall logs tunnel".formatted(how)
                    : "Public address: none, the tunnel of %s has ended%s".formatted(address, how);
        }
    }

    /**
     * One part.
     *
     * @param pid null when it has no process
     * @param url where it answers, without a password; null while it is not known
     * @param ports by purpose
     * @param log the path of its log file; null when it is not the stack's own
     * @param own false for a server that the user gave
     */
    record PartStatus(
            @JsonProperty String name,
            @JsonProperty @Nullable Long pid,
            @JsonProperty @Nullable String url,
            @JsonProperty Map<String, Integer> ports,
            @JsonProperty String health,
            @JsonProperty int restarts,
            @JsonProperty @Nullable String log,
            @JsonProperty boolean own) {

        /** Not with the address, which may be of a server of the user's own. */
        @Override
        public String toString() {
            return name + " " + health;
        }

        static PartStatus of(RunState.Part part, PartHealth health, RunState.@Nullable Connections connections) {
            RunningProcess process = health == PartHealth.STOPPED ? null : part.process();
            return new PartStatus(
                    part.name().label(),
                    process == null ? null : process.pid(),
                    connections == null ? null : url(part.name(), connections),
                    new TreeMap<>(part.ports()),
                    health.label(),
                    part.restarts(),
                    part.log(),
                    part.own());
        }

        private static String url(PartName part, RunState.Connections connections) {
            return switch (part) {
                case POSTGRES -> {
                    DatabaseUrl backend = DatabaseUrl.parse(connections.backendDatabaseUrl());
                    yield backend.as(backend.user(), null).url();
                }
                case KAFKA -> connections.kafkaBootstrap();
                case WORKER -> connections.opsUrl();
                case GATEWAY -> connections.webhookUrl();
            };
        }

        boolean healthy() {
            return health.equals(PartHealth.HEALTHY.label());
        }

        Mark mark() {
            return healthy() ? Mark.GOOD : Mark.BAD;
        }

        String line() {
            return "  %-9s %-10s %-12s %s%s"
                    .formatted(
                            name,
                            health,
                            pid == null ? (own ? "" : "yours") : "pid " + pid,
                            url == null ? "" : url,
                            restarted())
                    .stripTrailing();
        }

        private String restarted() {
            return switch (restarts) {
                case 0 -> "";
                case 1 -> "  restarted once";
                default -> "  restarted " + restarts + " times";
            };
        }
    }
}
