package dev.rollcall.worker.operate.command;

import dev.rollcall.worker.survey.run.Refetch;
import dev.rollcall.worker.survey.run.SurveyStoppedException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Fetches single objects from Clerk now. */
@Command(
        name = "refetch",
        mixinStandardHelpOptions = true,
        description = "Fetch single objects from Clerk now, and publish what differs.",
        footer = {
            "",
            "At most 100, at two requests a second; also what only a sign-in has changed. Ends nothing.",
            "Reads Clerk's Backend API with CLERK_SECRET_KEY (or CLERK_SECRET_KEY_FILE) and changes nothing there.",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack."
        })
final class RefetchCommand implements Callable<Integer> {

    private static final double PER_SECOND = 2;

    private final CommandEnvironment settings;
    private final PrintStream out;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "user_…, org_…, or the id of another object.")
    private List<String> ids = List.of();

    RefetchCommand(CommandEnvironment settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        try {
            return new SurveyCommand(settings, PER_SECOND).open((services, where) -> {
                new Refetch(services, where).run(ids).forEach(out::println);
                return 0;
            });
        } catch (SurveyStoppedException stopped) {
            out.println("Stopped: " + stopped.getMessage());
            return SurveyCommand.INCOMPLETE;
        }
    }
}
