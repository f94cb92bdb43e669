package dev.rollcall.local.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.stack.PartHealth;
import dev.rollcall.local.stack.PartName;
import dev.rollcall.local.stack.RunState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Says what runs. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Say what runs: each part's health, process and ports. Exit code 0 when all parts are healthy.")
final class StatusCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(
            names = "--json",
            description = "An array with an object for each part: name, pid, ports, health, restarts, log.")
    private boolean json;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<RunState> state = RunState.ofRunning(dataDirectory.home(surroundings));
        List<PartStatus> parts = state.isPresent() ? parts(state.get()) : nothing();
        Terminal terminal = surroundings.terminal();
        if (json) {
            terminal.say(JsonMapper.builder().build().writeValueAsString(parts));
        } else {
            terminal.say(headline(state));
            parts.forEach(part -> terminal.say(part.line()));
        }
        boolean allHealthy = parts.stream().allMatch(part -> part.health().equals(PartHealth.HEALTHY.label()));
        return allHealthy ? 0 : 1;
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

    private static List<PartStatus> parts(RunState state) throws InterruptedException {
        RunState.Connections connections = state.connections();
        List<PartStatus> parts = new ArrayList<>();
        for (RunState.Part part : state.parts()) {
            PartHealth health = connections == null
                    ? part.process() == null ? PartHealth.STOPPED : PartHealth.UNHEALTHY
                    : PartHealth.of(part, connections);
            parts.add(PartStatus.of(part, health));
        }
        return parts;
    }

    private static List<PartStatus> nothing() {
        return Arrays.stream(PartName.values())
                .map(name -> new PartStatus(name.label(), null, Map.of(), PartHealth.STOPPED.label(), 0, null, true))
                .toList();
    }

    /**
     * One element of the JSON array.
     *
     * @param pid null when it has no process
     * @param ports by purpose
     * @param log the path of its log file; null when it is not the stack's own
     * @param own false for a server that the user gave
     */
    record PartStatus(
            @JsonProperty String name,
            @JsonProperty @Nullable Long pid,
            @JsonProperty Map<String, Integer> ports,
            @JsonProperty String health,
            @JsonProperty int restarts,
            @JsonProperty @Nullable String log,
            @JsonProperty boolean own) {

        static PartStatus of(RunState.Part part, PartHealth health) {
            RunningProcess process = health == PartHealth.STOPPED ? null : part.process();
            return new PartStatus(
                    part.name().label(),
                    process == null ? null : process.pid(),
                    new TreeMap<>(part.ports()),
                    health.label(),
                    part.restarts(),
                    part.log(),
                    part.own());
        }

        String line() {
            String numbers = ports.entrySet().stream()
                    .map(port -> port.getKey() + " " + port.getValue())
                    .collect(Collectors.joining(", "));
            return "  %-9s %-10s %-12s %s%s"
                    .formatted(name, health, pid == null ? (own ? "" : "yours") : "pid " + pid, numbers, restarted());
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
