package dev.rollcall.worker.operate.command;

import dev.rollcall.startup.SecretFile;
import dev.rollcall.worker.survey.run.SurveyOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes what Clerk has and the copy has not. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        description = "Fetch from Clerk what the copy does not have yet, or has in another state.",
        footer = {
            "",
            "Reads Clerk's Backend API with CLERK_SECRET_KEY (or CLERK_SECRET_KEY_FILE) and",
            "changes nothing there. What differs is published into clerk.events, and the",
            "workers apply it as any webhook. Killed, the same command goes on.",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack.",
            "rollcall.audit_log keeps who did it.",
            "Exit code 0 when the copy is complete, 3 when something still differs, 4 when",
            "it is not complete."
        })
final class BackfillCommand implements Callable<Integer> {

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SurveyExtent extent = new SurveyExtent();

    @Option(
            names = "--except",
            paramLabel = "FILE",
            description = "Ids that stay out, one a line: of people who were erased.")
    private @Nullable String except;

    @Option(names = "--mass", description = "Go on where unusually much of a table differs.")
    private boolean mass;

    @Mixin
    private final JsonOption json = new JsonOption();

    BackfillCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        SurveyOptions options = SurveyCommand.options(
                spec,
                () -> new SurveyOptions(true, false, false, null, mass, extent.tables(), excepted(), extent.restart()));
        return new SurveyCommand(settings, extent.rate()).run(options, json.isGiven(), out, json.isGiven() ? err : out);
    }

    private Set<String> excepted() {
        if (except == null) {
            return Set.of();
        }
        try {
            return new TreeSet<>(SecretFile.at(except).entries());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("--except names a file that cannot be read", unreadable);
        }
    }
}
