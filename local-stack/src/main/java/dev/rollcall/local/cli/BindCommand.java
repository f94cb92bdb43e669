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

/** Corrects the binding of a nearly empty copy. */
@Command(
        name = "bind",
        mixinStandardHelpOptions = true,
        description = "Make the database the copy of another Clerk instance, while it is nearly empty.",
        footer = {
            "",
            "For a database that an example or a development instance was the first to write to: at most 100 rows,",
            "which are removed and announced as gone. Nothing is ended. Events of the instance that were refused",
            "are replayed. Without --yes it only shows what would happen.",
            "Against the running stack, or what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name. rollcall.audit_log keeps who did it."
        })
final class BindCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final DataDirectory dataDirectory = new DataDirectory();

    @Parameters(paramLabel = "INSTANCE", description = "ins_…, as Clerk's dashboard shows it.")
    private String instance = "";

    @Option(names = "--yes", paramLabel = "N", description = "Do it: N is the number of rows that it shows.")
    private @Nullable Integer confirmed;

    BindCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("bind", instance));
        if (confirmed != null) {
            arguments.addAll(List.of("--yes", confirmed.toString()));
        }
        return WorkerJar.runConnected(surroundings, dataDirectory, arguments);
    }
}
