package dev.rollcall.local.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases the personal data of one object. Run without {@code --yes} it shows what that would be. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Erase a user, an organization or another object now, with all that belongs to it,",
            "and blank it where something else names it. Without --yes it only says what."
        },
        footer = {
            "",
            "A live one is deleted first, by an event in clerk.events; the object in Clerk stays.",
            "Against the running stack, or what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name. rollcall.audit_log keeps who did it."
        })
final class EraseCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Parameters(paramLabel = "ID", description = "user_…, org_…, or the id of another object.")
    private String id = "";

    @Option(names = "--yes", description = "Do it; nothing brings it back.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only say what would end; the same as without --yes.")
    private boolean dryRun;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; it is kept in rollcall.audit_log, so without personal data.")
    private @Nullable String reason;

    @Option(
            names = "--unseen",
            description = "Also a user or an organization that nothing is known of, so that its events bring nothing.")
    private boolean unseen;

    EraseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("erase", id));
        if (yes) {
            arguments.add("--yes");
        }
        if (dryRun) {
            arguments.add("--dry-run");
        }
        if (unseen) {
            arguments.add("--unseen");
        }
        if (reason != null) {
            arguments.addAll(List.of("--reason", reason));
        }
        return WorkerJar.runConnected(surroundings, dataDirectory, arguments);
    }
}
