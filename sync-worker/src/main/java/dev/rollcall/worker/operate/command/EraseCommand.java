package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.Reason;
import dev.rollcall.worker.operate.erase.ErasureOnRequest;
import dev.rollcall.worker.operate.erase.ErasurePlan;
import dev.rollcall.worker.operate.replay.EventPublisher;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code erase ID}: says first what it will end; nothing comes back afterwards. */
final class EraseCommand {

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final Duration patience;

    EraseCommand(CommandEnvironment settings, PrintStream out, Duration patience) {
        this.settings = settings;
        this.out = out;
        this.patience = patience;
    }

    void run(List<String> arguments) throws SQLException, InterruptedException {
        if (arguments.isEmpty() || arguments.getFirst().startsWith("-")) {
            throw new IllegalArgumentException("write the id of one object first: erase user_2abc");
        }
        Options options = new Options(
                arguments.subList(1, arguments.size()), Set.of("reason"), Set.of("yes", "dry-run", "unseen"));
        if (options.has("yes") && options.has("dry-run")) {
            throw new IllegalArgumentException("--yes and --dry-run say the opposite: write one of them");
        }
        Reason reason = options.value("reason") == null ? null : Reason.required(options.value("reason"));
        try (HikariDataSource database = settings.openToWrite();
                EventPublisher publisher = new EventPublisher(settings.kafka(), settings.topics(), settings.clock())) {
            ErasureOnRequest erasure = new ErasureOnRequest(database, publisher, patience);
            ErasurePlan plan = erasure.plan(arguments.getFirst(), options.has("unseen"));
            plan.lines().forEach(out::println);
            if (!options.has("yes")) {
                out.println("Dry run: nothing was ended or erased. Add --yes to do it; nothing brings it back.");
                return;
            }
            erasure.erase(plan, reason, Actor.ofThisProcess()).forEach(out::println);
        }
        out.println("clerk.changes.*: deletes are announced; older values are compacted away within 7 days"
                + " (max.compaction.lag.ms)");
        out.println("clerk.events keeps the signed bytes for 14 days, clerk.events.dead-letter for 28 (retention.ms);"
                + " a replay of them brings nothing back");
    }
}
