package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.replay.EventPublisher;
import dev.rollcall.worker.operate.replay.Reprocessing;
import java.io.PrintStream;
import java.sql.SQLException;
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
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack."
        })
final class ReprocessCommand implements Callable<Integer> {

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Mixin
    private final JsonOption json = new JsonOption();

    ReprocessCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        try (HikariDataSource database = settings.openToWrite();
                EventPublisher publisher = new EventPublisher(settings.kafka(), settings.topics(), settings.clock())) {
            Reprocessing.Result result =
                    new Reprocessing(database, publisher, CommandEnvironment.PATIENCE).run(Actor.ofThisProcess());
            JsonOption.Answer answer =
                    json.answer(out, err).fact("moved", result.moved()).fact("left", result.left());
            answer.line(Plural.of(result.moved(), "object") + " moved from clerk.other_objects to "
                    + (result.moved() == 1 ? "its table." : "their tables."));
            if (result.left() > 0) {
                answer.line(Plural.of(
                                result.left(),
                                "is published but not in its table",
                                "are published but not in their tables")
                        + ": look at rollcall.dead_letters, and whether a worker runs.");
            }
            return answer.end(result.left() == 0 ? 0 : 1);
        }
    }
}
