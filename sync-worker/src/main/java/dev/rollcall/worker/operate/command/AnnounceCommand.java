package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.model.terminal.Plural;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.startup.kafka.TopicProblem;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.announce.KafkaTransaction;
import dev.rollcall.worker.operate.again.AnnounceAgain;
import dev.rollcall.worker.operate.again.Selection;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.replay.Pace;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Announces rows again. */
@Command(
        name = "announce",
        mixinStandardHelpOptions = true,
        description = "Publish rows that are in the database into their change topic again, marked as such.",
        footer = {
            "",
            "For a new Kafka (after topics), a second cluster, or a consumer that lost what",
            "it had. It changes no row. A consumer that goes by revision sets its revisions",
            "to 0 first: see docs/feed.md. Write ROLLCALL_ANNOUNCE as the workers have it:",
            "the values are made in the same way.",
            "Works on what ROLLCALL_DATABASE_URL (as rollcall_sync) and",
            "KAFKA_BOOTSTRAP_SERVERS name; rollcall without them on the running stack.",
            "rollcall.audit_log keeps who did it."
        })
final class AnnounceCommand implements Callable<Integer> {

    /** While it runs, consumers wait for what was sent before the database committed. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(10);

    private static final String ALL_TABLES = "all";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long BUFFER_BYTES = 8 * 1024 * 1024;

    private final CommandEnvironment settings;
    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--table",
            required = true,
            split = ",",
            paramLabel = "TABLE",
            description = "Of schema clerk, such as users; several with commas between, or all.")
    private List<String> tables = List.of();

    @Option(
            names = "--id",
            split = ",",
            paramLabel = "ID",
            description = "Only this row; may be repeated. Without it all rows of the table.")
    private List<String> ids = List.of();

    @Option(names = "--ended", description = "Also rows that have ended, as deletes.")
    private boolean ended;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "At most so many rows a second (default: as fast as Kafka takes them, and "
                    + Pace.HIGHEST
                    + " at most).")
    private int rate = Pace.HIGHEST;

    @Mixin
    private final JsonOption json = new JsonOption();

    AnnounceCommand(CommandEnvironment settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws SQLException, InterruptedException {
        List<Selection> selections = tables.equals(List.of(ALL_TABLES))
                ? Selection.all(ended)
                : tables.stream()
                        .map(table -> Selection.parse(table, ids, ended))
                        .toList();
        if (selections.size() > 1 && !ids.isEmpty()) {
            throw new IllegalArgumentException("--id is of one table: write one --table with it");
        }
        Pace pace = Pace.of(rate);
        ChangeAnnouncer announcer =
                new ChangeAnnouncer(settings.topics(), settings.announcing().announce());
        KafkaClients clients = settings.kafka();
        requireTopics(clients, selections);
        boolean complete = true;
        JsonOption.Answer answer = json.answer(out, err);
        List<Map<String, Object>> announced = new ArrayList<>();
        try (HikariDataSource database = settings.openToWrite();
                KafkaTransaction kafka = KafkaTransaction.of(clients, id(), BUFFER_BYTES, LONGEST_TRANSACTION)) {
            AnnounceAgain again = new AnnounceAgain(database, kafka, announcer, pace, PAUSE);
            for (Selection selection : selections) {
                String table = selection.table().name();
                AnnounceAgain.Result result =
                        again.run(selection, Actor.ofThisProcess(), line -> answer.line(table + ": " + line));
                announced.add(Map.of("table", table, "rows", result.rows(), "missing", result.missing()));
                answer.line(table + ": " + Plural.of(result.rows(), "row") + " announced again.");
                if (!result.missing().isEmpty()) {
                    complete = false;
                    answer.line("No such row" + (ended ? "" : ", or ended") + ", or a placeholder: "
                            + String.join(", ", result.missing()));
                }
            }
        }
        return answer.fact("tables", announced).end(complete ? 0 : 1);
    }

    /** Of a worker's family, so that it needs no right of its own; of this process, so that two do not end each other. */
    private String id() {
        return settings.topics().workerGroup() + "-announce-" + UUID.randomUUID();
    }

    private void requireTopics(KafkaClients clients, List<Selection> selections) {
        Topics topics = settings.topics();
        List<String> names = selections.stream()
                .map(selection -> topics.changes(selection.resource()))
                .toList();
        try (Admin admin = clients.admin(Map.of())) {
            List<String> problems =
                    TopicProblem.of(
                                    admin,
                                    topics.all().stream()
                                            .filter(topic -> names.contains(topic.name()))
                                            .toList())
                            .stream()
                            .filter(TopicProblem::refusesEvents)
                            .map(TopicProblem::sentence)
                            .toList();
            if (!problems.isEmpty()) {
                throw new IllegalStateException(String.join("; ", problems));
            }
        }
    }
}
