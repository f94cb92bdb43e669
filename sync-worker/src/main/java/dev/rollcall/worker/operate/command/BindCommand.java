package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.rebind.Rebinding;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.run.KeysInstance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Corrects the binding of a nearly empty copy. */
@Command(
        name = "bind",
        mixinStandardHelpOptions = true,
        description = "Make the database the copy of another Clerk instance, while it is nearly empty.",
        footer = {
            "",
            "For a database that an example or a development instance was the first to write",
            "to: at most 100 rows, which are removed and announced as gone. Nothing is",
            "ended. Something has to show that the instance is yours: CLERK_SECRET_KEY (or",
            "CLERK_SECRET_KEY_FILE), with which Clerk is asked whose it is; without a key,",
            "an event of it among the dead letters. All such events are replayed.",
            "Without --yes it only shows what would happen.",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack.",
            "rollcall.audit_log keeps who did it."
        })
final class BindCommand implements Callable<Integer> {

    /** As {@code --yes} without its number; no number of rows. */
    private static final int UNNUMBERED = -1;

    private static final double PER_SECOND = 2;

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "INSTANCE", description = "ins_…, as Clerk's dashboard shows it.")
    private String instance = "";

    @Option(
            names = "--yes",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "" + UNNUMBERED,
            description = "Do it. N is how many rows go, as the same command shows it without --yes.")
    private @Nullable Integer confirmed;

    @Mixin
    private final JsonOption json = new JsonOption();

    BindCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Integer rows = confirmed;
        if (rows != null && rows == UNNUMBERED) {
            CommandSpec own = Objects.requireNonNull(spec, "picocli sets it");
            throw new ParameterException(
                    own.commandLine(),
                    "--yes wants the number of rows that go, so that nothing else does: \"bind " + instance
                            + "\" shows it, and ends with the whole command");
        }
        requireConfigured();
        JsonOption.Answer answer = json.answer(out, err).fact("instance", instance);
        try (HikariDataSource database = settings.openToBind()) {
            String ofKey = instanceOfKey();
            Rebinding rebinding = new Rebinding(database, settings.kafka(), settings.topics(), settings.clock(), ofKey);
            Rebinding.Plan plan = rebinding.plan(instance);
            if (ofKey != null) {
                answer.line("CLERK_SECRET_KEY is of " + ofKey + ": Clerk says so.");
            }
            answer.fact("bound_before", plan.bound())
                    .fact("secret_key", ofKey)
                    .fact("dead_letters", plan.letters())
                    .fact("rows", plan.rows());
            if (instance.equals(plan.bound())) {
                answer.line("This database is a copy of " + instance + " already.");
            } else if (rows == null) {
                show(plan, answer);
                return answer.fact("dry_run", true).end(0);
            } else {
                rebinding.carryOut(instance, rows, Actor.ofThisProcess());
                answer.line("This database is now a copy of " + instance + "; "
                        + Plural.of(plan.rows().size(), "row was", "rows were") + " removed and announced as gone.");
            }
            DeadLetterOffice.Replayed replayed = new DeadLetterOffice(
                            database, settings.kafka(), settings.topics(), settings.clock())
                    .replayAwaited(instance, Actor.ofThisProcess());
            answer.line("Replayed " + Plural.of(replayed.replayed(), "event") + " of it that had been refused.");
            answer.fact("dry_run", false).fact("replayed", replayed.replayed()).fact("gone", replayed.gone());
            if (replayed.gone() > 0) {
                answer.line(replayed.gone() + " cannot be replayed: Kafka no longer has their bytes. Send the events"
                        + " again from Clerk's dashboard.");
            }
            return answer.end(replayed.gone() > 0 ? 1 : 0);
        }
    }

    private void show(Rebinding.Plan plan, JsonOption.Answer answer) {
        answer.line(
                plan.bound() == null
                        ? "This database is bound to no Clerk instance."
                        : "This database is a copy of " + plan.bound() + ".");
        answer.line(Plural.of(plan.letters(), "event") + " of " + instance + (plan.letters() == 1 ? " is" : " are")
                + " among its dead letters.");
        answer.line(Plural.of(plan.rows().size(), "row")
                + " would be removed and announced as gone; nothing is ended in Clerk:");
        plan.rows().forEach(row -> answer.line("  " + row));
        answer.line("Dry run: nothing was changed. Is " + instance + " yours, and may these rows go? Then write: bind "
                + instance + " --yes " + plan.rows().size());
    }

    /** Null without a key: then events have to show it. */
    private @Nullable String instanceOfKey() throws InterruptedException {
        if (!ClerkSettings.hasKey(settings.variables())) {
            return null;
        }
        try {
            return KeysInstance.ask(ClerkSettings.client(settings.variables(), PER_SECOND, new SimpleMeterRegistry()));
        } catch (ApiException unanswered) {
            throw new RefusedAsThingsAreException(
                    unanswered.getMessage() + ". Without CLERK_SECRET_KEY, bind goes by the events that have come");
        }
    }

    /** The workers would refuse a database that is not bound to what they are configured for. */
    private void requireConfigured() {
        String configured = settings.variables().getOrDefault("CLERK_INSTANCE_ID", "");
        if (!configured.isBlank() && !configured.equals(instance)) {
            throw new IllegalArgumentException(
                    "CLERK_INSTANCE_ID is " + configured + " here; correct it first, or bind " + configured);
        }
    }
}
