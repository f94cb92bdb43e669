package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.replay.LogReplay;
import dev.rollcall.worker.operate.replay.Pace;
import dev.rollcall.worker.operate.replay.Window;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code replay --from <time> [--to <time>] [--rate <n>] [--dry-run]}. */
final class ReplayCommand {

    /** How long workers may go without progress. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CommandEnvironment settings;
    private final PrintStream out;

    ReplayCommand(CommandEnvironment settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    void run(List<String> arguments) throws SQLException, InterruptedException {
        Options options = new Options(arguments, Set.of("from", "to", "rate"), Set.of("dry-run"));
        Window window = Window.parse(options.value("from"), options.value("to"));
        Pace pace = Pace.of(options.number("rate", Pace.OF_LOG));
        try (HikariDataSource database = settings.openToWrite()) {
            LogReplay replay = new LogReplay(
                    database,
                    settings.kafka(),
                    settings.topics(),
                    settings.topics().workerGroup(),
                    PATIENCE);
            if (options.has("dry-run")) {
                out.println(settings.topics().events() + " " + window.describe() + ": " + replay.count(window));
                out.println("Dry run: nothing was published.");
            } else {
                replay.run(window, pace, Actor.ofThisProcess(), out::println);
            }
        }
    }
}
