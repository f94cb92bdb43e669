package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.Reason;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.deadletters.Examination;
import dev.rollcall.worker.operate.deadletters.Filter;
import dev.rollcall.worker.operate.deadletters.LetterId;
import dev.rollcall.worker.operate.deadletters.Listing;
import dev.rollcall.worker.operate.replay.Pace;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** What could not be applied. Run alone it shows what can be done about it. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "List, look at, replay or discard the events that could not be applied.",
        footer = {
            "",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack.",
            "rollcall.audit_log keeps who did what."
        })
final class DeadLetterCommand implements Runnable {

    private static final int LETTERS_PER_GROUP = 20;
    private static final int LETTERS_PER_GROUP_IN_JSON = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    DeadLetterCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public void run() {
        CommandSpec own = spec;
        if (own != null) {
            own.commandLine().usage(own.commandLine().getOut());
        }
    }

    /** Which letters; {@link Filter} checks what is written. */
    static final class Filters {

        @Option(names = "--code", paramLabel = "CODE", description = "Only those of one code, such as wrong_instance.")
        private @Nullable String code;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "Only those that failed then or later: 2026-11-01T08:00Z, yesterday, or 6h ago.")
        private @Nullable String since;

        @Option(names = "--until", paramLabel = "TIME", description = "Only those that failed before.")
        private @Nullable String until;

        @Option(names = "--entity", paramLabel = "ID", description = "Only those about one object, such as user_2abc.")
        private @Nullable String entity;

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "Only this one, as the list writes it, such as 3-1042.")
        private @Nullable String id;

        private Filter parsed(boolean all, InstantSource clock) {
            return Filter.parse(new Filter.Text(code, since, until, entity, id, all), clock);
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List them by code and hour, oldest first; no personal data.")
    void list(
            @Mixin Filters filters,
            @Option(names = "--all", description = "Also those that were replayed or discarded.") boolean all,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws SQLException {
        Filter filter = filters.parsed(all, settings.clock());
        try (HikariDataSource database = open()) {
            Listing listing = office(database).list(filter, json ? LETTERS_PER_GROUP_IN_JSON : LETTERS_PER_GROUP);
            if (json) {
                out.println(JSON.writeValueAsString(listing));
            } else {
                DeadLetterText.lines(listing, filter).forEach(out::println);
            }
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show one beside the row that it is about, and what a replay would do.")
    void show(
            @Parameters(paramLabel = "ID", description = "As the list writes it, such as 3-1042.") String letter,
            @Option(names = "--values", description = "Also what the fields hold: personal data; the audit notes it.")
                    boolean values,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws SQLException, InterruptedException {
        LetterId id = LetterId.parse(letter);
        try (HikariDataSource database = open()) {
            Examination examination = office(database)
                    .show(id, values, Actor.ofThisProcess())
                    .orElseThrow(() -> new RefusedAsThingsAreException("there is no dead letter " + id));
            if (json) {
                out.println(JSON.writeValueAsString(examination));
            } else {
                DeadLetterText.lines(examination).forEach(out::println);
            }
        }
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Publish the exact events again. Without --yes it only counts.")
    int replay(
            @Mixin Filters filters,
            @Option(names = "--all", description = "Also those that were replayed or discarded before.") boolean all,
            @Option(
                            names = "--rate",
                            paramLabel = "N",
                            defaultValue = "" + Pace.OF_DEAD_LETTERS,
                            description = "At most so many a second (default: ${DEFAULT-VALUE}).")
                    int rate,
            @Option(names = "--yes", description = "Do it.") boolean yes,
            @Mixin JsonOption json)
            throws SQLException, InterruptedException {
        JsonOption.Answer answer = json.answer(out, err).fact("dry_run", !yes);
        Filter filter = filters.parsed(all, settings.clock());
        Pace pace = Pace.of(rate);
        long gone = 0;
        try (HikariDataSource database = settings.openToWrite()) {
            DeadLetterOffice office = office(database);
            long count = count(office, filter, answer);
            if (!yes) {
                answer.line("Dry run: nothing was published. Add --yes to replay " + count + ".");
            } else {
                DeadLetterOffice.Replayed replayed = office.replay(filter, pace, Long.MAX_VALUE, Actor.ofThisProcess());
                answer.fact("replayed", replayed.replayed()).fact("gone", replayed.gone());
                answer.line("Replayed " + replayed.replayed() + "; one that dies again is listed as open again.");
                gone = replayed.gone();
                if (gone > 0) {
                    answer.line(gone + " cannot be replayed: Kafka no longer has their bytes. Discard them, or"
                            + " send the events again from Clerk's dashboard.");
                }
            }
        }
        return answer.end(gone > 0 ? 1 : 0);
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = "Mark them as needing nothing. Without --yes it only counts.")
    void discard(
            @Mixin Filters filters,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; it is kept, so without personal data.")
                    String why,
            @Option(names = "--yes", description = "Do it.") boolean yes,
            @Mixin JsonOption json)
            throws SQLException {
        JsonOption.Answer answer = json.answer(out, err).fact("dry_run", !yes);
        Filter filter = filters.parsed(false, settings.clock());
        Reason reason = Reason.required(why);
        try (HikariDataSource database = settings.openToWrite()) {
            DeadLetterOffice office = office(database);
            long count = count(office, filter, answer);
            if (!yes) {
                answer.line("Dry run: nothing was discarded. Add --yes to discard " + count + ".");
            } else {
                long discarded = office.discard(filter, reason, Actor.ofThisProcess());
                answer.fact("discarded", discarded);
                answer.line("Discarded " + discarded + ".");
            }
        }
        answer.end(0);
    }

    private static long count(DeadLetterOffice office, Filter filter, JsonOption.Answer answer) throws SQLException {
        Map<String, Long> counts = office.count(filter);
        long count = counts.values().stream().mapToLong(Long::longValue).sum();
        answer.fact("matching", count).fact("by_code", counts);
        answer.line(Plural.of(count, "dead letter matches", "dead letters match")
                + (count == 0
                        ? "."
                        : counts.entrySet().stream()
                                .map(code -> code.getValue() + " " + code.getKey())
                                .collect(Collectors.joining(", ", ": ", "."))));
        return count;
    }

    private HikariDataSource open() {
        return settings.openToRead();
    }

    private DeadLetterOffice office(HikariDataSource database) {
        return new DeadLetterOffice(database, settings.kafka(), settings.topics(), settings.clock());
    }
}
