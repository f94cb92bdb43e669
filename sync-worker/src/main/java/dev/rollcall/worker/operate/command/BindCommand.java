package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.rebind.Rebinding;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** {@code bind <instance> [--yes <number of rows>]}. */
final class BindCommand {

    private final CommandEnvironment settings;
    private final PrintStream out;

    BindCommand(CommandEnvironment settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    void run(List<String> arguments) throws SQLException, InterruptedException {
        if (arguments.isEmpty() || arguments.getFirst().startsWith("--")) {
            throw new IllegalArgumentException(
                    "write the id of your Clerk instance: bind ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S");
        }
        String instance = arguments.getFirst();
        Options options = new Options(arguments.subList(1, arguments.size()), Set.of("yes"), Set.of());
        requireConfigured(instance);
        try (HikariDataSource database = settings.openToBind()) {
            Rebinding rebinding = new Rebinding(database, settings.kafka(), settings.topics(), settings.clock());
            Rebinding.Plan plan = rebinding.plan(instance);
            if (instance.equals(plan.bound())) {
                out.println("This database is a copy of " + instance + " already.");
            } else if (options.value("yes") == null) {
                show(plan, instance);
                return;
            } else {
                rebinding.carryOut(instance, options.number("yes", -1), Actor.ofThisProcess());
                out.println("This database is now a copy of " + instance + "; "
                        + plan.rows().size() + " rows were removed and announced as gone.");
            }
            DeadLetterOffice.Replayed replayed = new DeadLetterOffice(database, settings.kafka(), settings.topics(), settings.clock())
                    .replayAwaited(instance, Actor.ofThisProcess());
            out.println("Replayed " + replayed.replayed() + " events of it that had been refused.");
            if (replayed.gone() > 0) {
                out.println(replayed.gone() + " cannot be replayed: Kafka no longer has their bytes. Send the events"
                        + " again from Clerk's dashboard.");
            }
        }
    }

    private void show(Rebinding.Plan plan, String instance) {
        out.println(
                plan.bound() == null
                        ? "This database is bound to no Clerk instance."
                        : "This database is a copy of " + plan.bound() + ".");
        out.println(plan.letters() + " events of " + instance + " are among its dead letters.");
        out.println(plan.rows().size() + " rows would be removed and announced as gone; nothing is ended in Clerk:");
        plan.rows().forEach(row -> out.println("  " + row));
        out.println("Dry run: nothing was changed. Is " + instance + " yours, and may these rows go? Then write: bind "
                + instance + " --yes " + plan.rows().size());
    }

    /** The workers would refuse a database that is not bound to what they are configured for. */
    private void requireConfigured(String instance) {
        String configured = settings.variables().getOrDefault("CLERK_INSTANCE_ID", "");
        if (!configured.isBlank() && !configured.equals(instance)) {
            throw new IllegalArgumentException(
                    "CLERK_INSTANCE_ID is " + configured + " here; correct it first, or bind " + configured);
        }
    }
}
