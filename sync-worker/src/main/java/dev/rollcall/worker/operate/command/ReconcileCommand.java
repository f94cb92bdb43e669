package dev.rollcall.worker.operate.command;

import dev.rollcall.worker.survey.run.SurveyOptions;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how far the copy is from Clerk, and mends it where that is asked for. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = "Compare the copy with Clerk, and say how far it is from it. Changes nothing unless told to.",
        footer = {
            "",
            "Reads Clerk's Backend API with CLERK_SECRET_KEY (or CLERK_SECRET_KEY_FILE) and",
            "changes nothing there. What differs is looked at a second time after two",
            "minutes, and what Clerk does not list is asked for twice, ten minutes apart,",
            "before it counts.",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack.",
            "rollcall.audit_log keeps who repaired or ended something.",
            "Exit code 0 when nothing differs (any more), 3 when something does, 4 when it",
            "is not complete."
        })
final class ReconcileCommand implements Callable<Integer> {

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--repair", description = "Publish what is missing, stale or different.")
    private boolean repair;

    @Option(
            names = "--end-extra",
            description =
                    "End rows that Clerk confirms not to have, with all that belongs to them. Nothing brings them back.")
    private boolean endExtra;

    @Option(names = "--cap", paramLabel = "N", description = "End up to so many rows of a table; with --end-extra.")
    private @Nullable Long cap;

    @Option(names = "--mass", description = "Repair where unusually much of a table differs.")
    private boolean mass;

    @Mixin
    private SurveyExtent extent = new SurveyExtent();

    @Mixin
    private final JsonOption json = new JsonOption();

    ReconcileCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        return new SurveyCommand(settings, extent.rate())
                .run(SurveyCommand.options(spec, this::options), json.isGiven(), out, json.isGiven() ? err : out);
    }

    private SurveyOptions options() {
        if (cap != null && !endExtra) {
            throw new IllegalArgumentException("--cap says how many rows --end-extra may end: write both");
        }
        return new SurveyOptions(false, repair, endExtra, cap, mass, extent.tables(), Set.of(), extent.restart());
    }
}
