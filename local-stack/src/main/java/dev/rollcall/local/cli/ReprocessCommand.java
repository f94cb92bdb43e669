package dev.rollcall.local.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Moves stored objects into the tables that this release has for them. */
@Command(
        name = "reprocess",
        mixinStandardHelpOptions = true,
        description = "Move objects out of clerk.other_objects that this release has a table for.",
        footer = {
            "",
            "They are published into clerk.events again, each with its own version.",
            "Against the running stack, or what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name."
        })
final class ReprocessCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    ReprocessCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return WorkerJar.runConnected(surroundings, dataDirectory, List.of("reprocess"));
    }
}
