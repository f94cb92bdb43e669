package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.replay.LogReplay;
import dev.rollcall.worker.operate.replay.Pace;
import dev.rollcall.worker.operate.replay.Window;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes a stretch of the log again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Publish the records of clerk.events since a time into it again, and say what that changed.",
        footer = {
            "",
            "Left out are copies of an earlier replay, and dead letters, which have a replay",
            "of their own.",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack."
        })
final class ReplayCommand implements Callable<Integer> {

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "Since when: 2026-11-01T00:00Z, yesterday (UTC), or 90m, 6h, 2d ago.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Before when; up to now unless given.")
    private @Nullable String to;

    @Option(names = "--rate", paramLabel = "N", description = "At most so many a second (default: ${DEFAULT-VALUE}).")
    private int rate = Pace.OF_LOG;

    @Option(names = "--dry-run", description = "Only count.")
    private boolean dryRun;

    @Mixin
    private final JsonOption json = new JsonOption();

    ReplayCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Window window = Window.parse(from, to, settings.clock());
        Pace pace = Pace.of(rate);
        JsonOption.Answer answer = json.answer(out, err)
                .fact("topic", settings.topics().events())
                .fact("window", window.describe())
                .fact("dry_run", dryRun);
        try (HikariDataSource database = settings.openToWrite()) {
            LogReplay replay = new LogReplay(
                    database,
                    settings.kafka(),
                    settings.topics(),
                    settings.topics().workerGroup(),
                    CommandEnvironment.PATIENCE,
                    settings.clock());
            if (dryRun) {
                LogReplay.Counted counted = replay.count(window);
                answer.line(settings.topics().events() + " " + window.describe() + ": " + counted);
                answer.line("Dry run: nothing was published.");
                answer.fact("records", counted.records())
                        .fact("left_out_replays", counted.replays())
                        .fact("left_out_dead_letters", counted.deadLetters());
            } else {
                answer.fact("published", replay.run(window, pace, Actor.ofThisProcess(), answer::line));
            }
        }
        return answer.end(0);
    }
}
