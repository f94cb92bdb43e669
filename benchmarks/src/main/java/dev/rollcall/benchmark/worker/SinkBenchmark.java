package dev.rollcall.benchmark.worker;

import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Users a second of the worker and of Debezium's JDBC sink, in turn, into the same PostgreSQL. The sink finds the same users as
 * flat rows in topics of its own; it leaves out all else that the worker does.
 */
public final class SinkBenchmark {

    private static final FlatTable WHOLE = new FlatTable("flat_users", true);
    private static final FlatTable SCALARS = new FlatTable("flat_user_scalars", false);

    private final Servers servers;
    private final Path root;
    private final int rows;

    /** @param root of the repository, where the sink's pom is */
    public SinkBenchmark(Servers servers, Path root, Duration run) {
        this.servers = servers;
        this.root = root;
        rows = (int) Math.min(run.toSeconds(), WorkerBenchmark.LONGEST_SECONDS) * WorkerBenchmark.WORKER_ROWS_A_SECOND;
    }

    /** Empty, with a line that says so, where the sink cannot be had. */
    public Optional<Section> run() throws IOException, InterruptedException, SQLException, ExecutionException {
        List<FlatTable> tables = List.of(WHOLE, SCALARS);
        prepare(tables);
        Optional<SinkProcess> started = SinkProcess.start(servers, root, tables);
        if (started.isEmpty()) {
            return Optional.empty();
        }
        double[] worker = new double[WorkerBenchmark.ROUNDS];
        double[] whole = new double[WorkerBenchmark.ROUNDS];
        double[] scalars = new double[WorkerBenchmark.ROUNDS];
        try (SinkProcess sink = started.get();
                App app = servers.worker();
                WorkerDrain events = new WorkerDrain(servers, app);
                SinkDrain wholeRows = new SinkDrain(servers, sink, WHOLE);
                SinkDrain scalarRows = new SinkDrain(servers, sink, SCALARS)) {
            // Both are given the same number of users to become warm.
            for (int round = 0; round <= WorkerBenchmark.WARM_UP_ROUNDS; round++) {
                events.run("d", round, rows);
                wholeRows.run("d", round, rows);
                scalarRows.run("d", round, rows);
            }
            for (int round = 0; round < WorkerBenchmark.ROUNDS; round++) {
                int next = WorkerBenchmark.WARM_UP_ROUNDS + 1 + round;
                worker[round] = events.run("d", next, rows);
                whole[round] = wholeRows.run("d", next, rows);
                scalars[round] = scalarRows.run("d", next, rows);
                System.out.printf(
                        "  worker %.0f, sink %.0f, sink of scalar columns %.0f users/s%n",
                        worker[round], whole[round], scalars[round]);
            }
            return Optional.of(new Section("debezium")
                    .text(
                            "**Ratio %s** to the sink of whole rows, **%s** to the sink of their scalar columns alone (goal 1)."
                                    .formatted(
                                            Figures.ratio(Figures.medianRatio(worker, whole)),
                                            Figures.ratio(Figures.medianRatio(worker, scalars))))
                    .head("", "users/s", "each run, users/s")
                    .row(WorkerBenchmark.row("worker: Kafka, decode, guard, children, announce, exactly once", worker))
                    .row(WorkerBenchmark.row("Debezium's sink: Kafka, flat rows, at least once", whole))
                    .row(WorkerBenchmark.row("Debezium's sink: the scalar columns of the same rows alone", scalars))
                    .text(
                            "Debezium %s. %,d users a run, half of them new; medians of %d runs in turn (ratios: of the pairs), after %d of warm-up. A record has 3,000 bytes for the worker, %,d for the sink, %,d with scalar columns alone."
                                    .formatted(
                                            sink.version(),
                                            rows,
                                            WorkerBenchmark.ROUNDS,
                                            WorkerBenchmark.WARM_UP_ROUNDS + 1,
                                            wholeRows.recordBytes(),
                                            scalarRows.recordBytes())));
        }
    }

    /** Topics divided as that of the events. */
    private void prepare(List<FlatTable> tables) throws SQLException, InterruptedException {
        int partitions = servers.topics().all().stream()
                .filter(topic -> topic.name().equals(servers.topics().events()))
                .findFirst()
                .orElseThrow()
                .partitions();
        try (Admin admin = servers.admin();
                Connection connection = DriverManager.getConnection(servers.administratorUrl());
                Statement statement = connection.createStatement()) {
            admin.createTopics(tables.stream()
                            .map(table -> new NewTopic(table.name(), partitions, (short) 1))
                            .toList())
                    .all()
                    .get(30, TimeUnit.SECONDS);
            for (FlatTable table : tables) {
                statement.execute(table.definition());
            }
        } catch (ExecutionException | TimeoutException refused) {
            throw new IllegalStateException("Kafka does not make the topics of flat rows", refused);
        }
    }
}
