package dev.rollcall.worker.operate.command;

import dev.rollcall.worker.survey.run.Refetch;
import dev.rollcall.worker.survey.run.SurveyStoppedException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches single objects from Clerk now. */
@Command(
        name = "refetch",
        mixinStandardHelpOptions = true,
        description = "Fetch single objects from Clerk now, and publish what differs.",
        footer = {
            "",
            "At most 100, at two requests a second; also what only a sign-in has changed.",
            "Ends nothing. Reads Clerk's Backend API with CLERK_SECRET_KEY (or",
            "CLERK_SECRET_KEY_FILE) and changes nothing there.",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack.",
            "rollcall.audit_log keeps who did it.",
            "Exit code 1 when an object cannot be read or an id tells nothing, 4 when Clerk",
            "stopped it."
        })
final class RefetchCommand implements Callable<Integer> {

    private static final double PER_SECOND = 2;

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "user_…, org_…, or the id of another object.")
    private List<String> ids = List.of();

    @Mixin
    private final JsonOption json = new JsonOption();

    RefetchCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        try {
            return new SurveyCommand(settings, PER_SECOND).open((services, where) -> {
                Refetch.Came came = new Refetch(services, where).runNoted(ids);
                JsonOption.Answer answer = json.answer(out, err).fact("objects", came.lines());
                came.lines().forEach(answer::line);
                return answer.end(came.all() ? 0 : 1);
            });
        } catch (SurveyStoppedException stopped) {
            (json.isGiven() ? err : out).println("Stopped: " + stopped.getMessage());
            return SurveyCommand.INCOMPLETE;
        }
    }
}
