package dev.rollcall.local.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes a stretch of the log again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Publish the records of clerk.events since a time into it again, and say what that changed.",
        footer = {
            "",
            "Left out are copies of an earlier replay, and dead letters, which have a replay of their own.",
            "Against the running stack, or what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name."
        })
final class ReplayCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "Since when: 2026-11-01T00:00Z.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Before when; up to now unless given.")
    private @Nullable String to;

    @Option(names = "--rate", paramLabel = "N", description = "At most so many a second; 1000 unless given.")
    private @Nullable Integer rate;

    @Option(names = "--dry-run", description = "Only count.")
    private boolean dryRun;

    ReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("replay", "--from", from));
        if (to != null) {
            arguments.addAll(List.of("--to", to));
        }
        if (rate != null) {
            arguments.addAll(List.of("--rate", rate.toString()));
        }
        if (dryRun) {
            arguments.add("--dry-run");
        }
        return WorkerJar.runConnected(surroundings, dataDirectory, arguments);
    }
}
