package dev.rollcall.benchmark.worker;

import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The worker with the optional history of all changes switched on, against the same worker without it, in turn. */
public final class HistoryBenchmark {

    private static final int ROUNDS = 5;
    private static final int WARM_UP_ROUNDS = 4;

    private final Servers servers;
    private final int rows;

    public HistoryBenchmark(Servers servers, Duration run) {
        this.servers = servers;
        rows = (int) Math.min(run.toSeconds(), WorkerBenchmark.LONGEST_SECONDS) * WorkerBenchmark.WORKER_ROWS_A_SECOND;
    }

    public Section run() throws SQLException, InterruptedException {
        double[] on = new double[ROUNDS];
        double[] off = new double[ROUNDS];
        try (App app = servers.worker();
                WorkerDrain drain = new WorkerDrain(servers, app)) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                drain.run("warm", round, rows);
            }
            for (int round = 0; round < ROUNDS; round++) {
                off[round] = drain.run("off", round, rows);
                keepHistory(true);
                on[round] = drain.run("on", round, rows);
                keepHistory(false);
                System.out.printf("  history on %.0f, off %.0f rows/s%n", on[round], off[round]);
            }
        }
        return new Section("history")
                .text("**Ratio %s** of the worker with history switched on to the same worker without."
                        .formatted(Figures.ratio(Figures.medianRatio(on, off))))
                .head("", "users/s", "each run, users/s")
                .row(WorkerBenchmark.row("history on", on))
                .row(WorkerBenchmark.row("history off", off))
                .text("Medians of %d runs in turn (ratio: of the pairs); the same events as above.".formatted(ROUNDS));
    }

    private void keepHistory(boolean on) throws SQLException {
        try (Connection connection = DriverManager.getConnection(servers.administratorUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("set role rollcall_owner");
            statement.execute("select rollcall.keep_history(" + on + ")");
        }
    }
}
