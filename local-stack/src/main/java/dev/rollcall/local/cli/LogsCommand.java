package dev.rollcall.local.cli;

import dev.rollcall.local.process.FollowedLog;
import dev.rollcall.local.stack.StackHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the parts wrote down, also of a stack that has ended. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Show the end of the parts' logs, and with -f what follows.",
        footer = {"", "Example:  ./rollcall logs -f worker"})
final class LogsCommand implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final List<String> USUAL = List.of("worker", "gateway");

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Parameters(
            arity = "0..*",
            paramLabel = "PART",
            description = "gateway, worker, postgres, kafka, migrate, topics, backfill, supervisor (of --detach) or"
                    + " tunnel (default: worker and gateway).")
    private List<String> parts = List.of();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines of the end (default: ${DEFAULT-VALUE}).")
    private int lines = 50;

    LogsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, FollowedLog> logs = logs(dataDirectory.home(surroundings));
        int width = logs.keySet().stream().mapToInt(String::length).max().orElse(0);
        for (Map.Entry<String, FollowedLog> log : logs.entrySet()) {
            show(log.getKey(), width, logs.size() > 1, log.getValue().end(lines));
        }
        CountDownLatch never = new CountDownLatch(1);
        while (follow && !never.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
            for (Map.Entry<String, FollowedLog> log : logs.entrySet()) {
                show(log.getKey(), width, logs.size() > 1, log.getValue().added());
            }
        }
        return 0;
    }

    private Map<String, FollowedLog> logs(StackHome home) throws IOException {
        Map<String, Path> files = home.logFiles();
        List<String> wanted = parts.isEmpty() ? USUAL : parts;
        List<String> unknown = new ArrayList<>(wanted);
        unknown.removeAll(files.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("there is no part %s; the parts are %s"
                    .formatted(unknown.getFirst(), String.join(", ", files.keySet())));
        }
        Map<String, FollowedLog> logs = new LinkedHashMap<>();
        for (String part : wanted) {
            Path file = files.getOrDefault(part, home.logs());
            if (Files.isRegularFile(file) || follow) {
                logs.put(part, new FollowedLog(file));
            } else if (!parts.isEmpty()) {
                throw new CommandFailedException("%s has written nothing in %s".formatted(part, home.directory()));
            }
        }
        if (logs.isEmpty()) {
            throw new CommandFailedException("nothing has been written in %s; start a stack with: %s"
                    .formatted(home.directory(), dataDirectory.typed(surroundings, "up")));
        }
        return logs;
    }

    private void show(String part, int width, boolean named, List<String> shown) {
        String before = named ? part + " ".repeat(width - part.length()) + " | " : "";
        shown.forEach(line -> surroundings.terminal().say(before + line));
    }
}
