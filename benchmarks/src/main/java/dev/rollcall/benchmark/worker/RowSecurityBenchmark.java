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

/** The worker with row security forced, as it always is, against the same worker with it switched off, in turn. */
public final class RowSecurityBenchmark {

    private static final int ROUNDS = 5;
    private static final int WARM_UP_ROUNDS = 4;

    private final Servers servers;
    private final int rows;

    public RowSecurityBenchmark(Servers servers, Duration run) {
        this.servers = servers;
        rows = (int) Math.min(run.toSeconds(), WorkerBenchmark.LONGEST_SECONDS) * WorkerBenchmark.WORKER_ROWS_A_SECOND;
    }

    public Section run() throws SQLException, InterruptedException {
        double[] forced = new double[ROUNDS];
        double[] off = new double[ROUNDS];
        try (App app = servers.worker();
                WorkerDrain drain = new WorkerDrain(servers, app)) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                drain.run("warm", round, rows);
            }
            for (int round = 0; round < ROUNDS; round++) {
                forced[round] = drain.run("forced", round, rows);
                rowSecurity("disable");
                off[round] = drain.run("off", round, rows);
                rowSecurity("enable");
                System.out.printf("  forced %.0f, off %.0f rows/s%n", forced[round], off[round]);
            }
        }
        return new Section("row-security")
                .text("**Ratio %s** (floor 0.90) of the worker with row security forced to the same worker without."
                        .formatted(Figures.ratio(Figures.medianRatio(forced, off))))
                .head("", "users/s", "each run, users/s")
                .row(WorkerBenchmark.row("row security forced", forced))
                .row(WorkerBenchmark.row("row security off", off))
                .text("Medians of %d runs in turn (ratio: of the pairs); the same events as above.".formatted(ROUNDS));
    }

    private void rowSecurity(String action) throws SQLException {
        try (Connection connection = DriverManager.getConnection(servers.administratorUrl());
                Statement statement = connection.createStatement()) {
            for (String table :
                    new String[] {"users", "user_email_addresses", "user_phone_numbers", "user_external_accounts"}) {
                statement.execute("alter table clerk." + table + " " + action + " row level security");
            }
        }
    }
}
