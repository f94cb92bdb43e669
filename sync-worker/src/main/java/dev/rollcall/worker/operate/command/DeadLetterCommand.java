package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** {@code dead-letters list|show|replay|discard}. */
final class DeadLetterCommand {

    private static final Set<String> FILTERS = Set.of("code", "since", "until", "entity", "id");
    private static final int LETTERS_PER_GROUP = 20;
    private static final int LETTERS_PER_GROUP_IN_JSON = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final CommandEnvironment settings;
    private final PrintStream out;

    DeadLetterCommand(CommandEnvironment settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    void run(List<String> arguments) throws SQLException, InterruptedException {
        String action = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        switch (action) {
            case "list" -> list(rest);
            case "show" -> show(rest);
            case "replay" -> replay(rest);
            case "discard" -> discard(rest);
            default -> throw new IllegalArgumentException("write one of list, show, replay and discard");
        }
    }

    private void list(List<String> arguments) throws SQLException {
        Options options = new Options(arguments, FILTERS, Set.of("all", "json"));
        Filter filter = filter(options);
        boolean json = options.has("json");
        try (HikariDataSource database = open()) {
            Listing listing = office(database).list(filter, json ? LETTERS_PER_GROUP_IN_JSON : LETTERS_PER_GROUP);
            if (json) {
                out.println(JSON.writeValueAsString(listing));
            } else {
                DeadLetterText.lines(listing, filter).forEach(out::println);
            }
        }
    }

    private void show(List<String> arguments) throws SQLException, InterruptedException {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("write the id of a dead letter as the list does: show 3-1042");
        }
        LetterId id = LetterId.parse(arguments.getFirst());
        Options options = new Options(arguments.subList(1, arguments.size()), Set.of(), Set.of("values", "json"));
        try (HikariDataSource database = open()) {
            Examination examination = office(database)
                    .show(id, options.has("values"), Actor.ofThisProcess())
                    .orElseThrow(() -> new IllegalArgumentException("there is no dead letter " + id));
            if (options.has("json")) {
                out.println(JSON.writeValueAsString(examination));
            } else {
                DeadLetterText.lines(examination).forEach(out::println);
            }
        }
    }

    private void replay(List<String> arguments) throws SQLException, InterruptedException {
        Options options = new Options(arguments, with("rate"), Set.of("all", "yes"));
        Filter filter = filter(options);
        Pace pace = Pace.of(options.number("rate", Pace.OF_DEAD_LETTERS));
        try (HikariDataSource database = settings.openToWrite()) {
            DeadLetterOffice office = office(database);
            long count = count(office, filter);
            if (!options.has("yes")) {
                out.println("Dry run: nothing was published. Add --yes to replay " + count + ".");
            } else {
                DeadLetterOffice.Replayed replayed = office.replay(filter, pace, Long.MAX_VALUE, Actor.ofThisProcess());
                out.println("Replayed " + replayed.replayed() + "; one that dies again is listed as open again.");
                if (replayed.gone() > 0) {
                    out.println(
                            replayed.gone() + " cannot be replayed: Kafka no longer has their bytes. Discard them, or"
                                    + " send the events again from Clerk's dashboard.");
                }
            }
        }
    }

    private void discard(List<String> arguments) throws SQLException {
        Options options = new Options(arguments, with("reason"), Set.of("yes"));
        Filter filter = filter(options);
        Reason reason = Reason.required(options.value("reason"));
        try (HikariDataSource database = settings.openToWrite()) {
            DeadLetterOffice office = office(database);
            long count = count(office, filter);
            if (!options.has("yes")) {
                out.println("Dry run: nothing was discarded. Add --yes to discard " + count + ".");
            } else {
                out.println("Discarded " + office.discard(filter, reason, Actor.ofThisProcess()) + ".");
            }
        }
    }

    private long count(DeadLetterOffice office, Filter filter) throws SQLException {
        Map<String, Long> counts = office.count(filter);
        long count = counts.values().stream().mapToLong(Long::longValue).sum();
        out.println(count + " dead letters match"
                + (count == 0
                        ? "."
                        : counts.entrySet().stream()
                                .map(code -> code.getValue() + " " + code.getKey())
                                .collect(Collectors.joining(", ", ": ", "."))));
        return count;
    }

    private static Filter filter(Options options) {
        return Filter.parse(new Filter.Text(
                options.value("code"),
                options.value("since"),
                options.value("until"),
                options.value("entity"),
                options.value("id"),
                options.has("all")));
    }

    private static Set<String> with(String option) {
        Set<String> options = new HashSet<>(FILTERS);
        options.add(option);
        return options;
    }

    private HikariDataSource open() {
        return settings.openToRead();
    }

    private DeadLetterOffice office(HikariDataSource database) {
        return new DeadLetterOffice(database, settings.kafka(), settings.topics());
    }
}
