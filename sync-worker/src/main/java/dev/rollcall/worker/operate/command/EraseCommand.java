package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.Reason;
import dev.rollcall.worker.operate.erase.ErasureOnRequest;
import dev.rollcall.worker.operate.erase.ErasurePlan;
import dev.rollcall.worker.operate.replay.EventPublisher;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases the personal data of one object: says first what it will end; nothing comes back afterwards. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Erase a user, an organization or another object now, with all that belongs to it,",
            "and blank it where something else names it. Without --yes it only says what."
        },
        footer = {
            "",
            "A live one is deleted first, by an event in clerk.events; the object in Clerk",
            "stays: delete it there as well.",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack.",
            "rollcall.audit_log keeps who did it."
        })
final class EraseCommand implements Callable<Integer> {

    /** Nothing here writes at Clerk. */
    private static final String AT_CLERK =
            "Deleted nothing at Clerk: delete it there too (dashboard or Backend API), or each survey reports it as erased";

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

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
    private @Nullable String why;

    @Option(
            names = "--unseen",
            description = "Also a user or an organization that nothing is known of, so that its events bring nothing.")
    private boolean unseen;

    @Mixin
    private final JsonOption json = new JsonOption();

    EraseCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        if (yes && dryRun) {
            throw new IllegalArgumentException("--yes and --dry-run say the opposite: write one of them");
        }
        JsonOption.Answer answer = json.answer(out, err);
        Reason reason = why == null ? null : Reason.required(why);
        try (HikariDataSource database = settings.openToWrite();
                EventPublisher publisher = new EventPublisher(settings.kafka(), settings.topics(), settings.clock())) {
            ErasureOnRequest erasure = new ErasureOnRequest(database, publisher, CommandEnvironment.PATIENCE);
            ErasurePlan plan = erasure.plan(id, unseen);
            plan.lines().forEach(answer::line);
            answer.fact("id", id).fact("plan", plan.lines()).fact("dry_run", !yes);
            if (!yes) {
                answer.line(AT_CLERK);
                answer.line("Dry run: nothing was ended or erased. Add --yes to do it; nothing brings it back.");
                return answer.end(0);
            }
            List<String> erased = erasure.erase(plan, reason, Actor.ofThisProcess());
            erased.forEach(answer::line);
            answer.fact("erased", erased);
        }
        answer.line(AT_CLERK);
        answer.line("clerk.changes.*: deletes are announced; older values are compacted away within 7 days"
                + " (max.compaction.lag.ms)");
        answer.line("clerk.events keeps the signed bytes for 14 days, clerk.events.dead-letter for 28 (retention.ms);"
                + " a replay of them brings nothing back");
        return answer.end(0);
    }
}
