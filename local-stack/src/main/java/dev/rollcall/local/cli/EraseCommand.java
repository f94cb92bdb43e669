package dev.rollcall.local.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Erases the personal data of one user or organization. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = "Erase the content of a user or an organization now, and say what was cleaned.",
        footer = {
            "",
            "A live one is deleted first, by an event in clerk.events; the object in Clerk stays.",
            "Against the running stack, or what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name."
        })
final class EraseCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Parameters(paramLabel = "ID", description = "user_… or org_…")
    private String id = "";

    EraseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return WorkerJar.runConnected(surroundings, dataDirectory, List.of("erase", id));
    }
}
