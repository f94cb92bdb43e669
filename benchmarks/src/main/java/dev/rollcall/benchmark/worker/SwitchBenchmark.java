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
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The worker with something switched on in the database, against the same worker with it off, in turn. */
public final class SwitchBenchmark {

    private final Servers servers;
    private final int rows;
    private final String section;
    private final String floor;
    private final boolean usual;
    private final Function<Boolean, List<String>> statements;

    /**
     * Names the section, and what is switched.
     *
     * @param usual whether it is on otherwise
     * @param statements the administrator's, that switch it on or off
     */
    private SwitchBenchmark(
            Servers servers,
            Duration run,
            String section,
            String floor,
            boolean usual,
            Function<Boolean, List<String>> statements) {
        this.servers = servers;
        rows = (int) Math.min(run.toSeconds(), WorkerBenchmark.LONGEST_SECONDS) * WorkerBenchmark.WORKER_ROWS_A_SECOND;
        this.section = section;
        this.floor = floor;
        this.usual = usual;
        this.statements = statements;
    }

    /** Row security, forced on every table as it always is. */
    public static SwitchBenchmark rowSecurity(Servers servers, Duration run) {
        return new SwitchBenchmark(
                servers,
                run,
                "row-security",
                " (floor 0.90)",
                true,
                on -> Stream.of("users", "user_email_addresses", "user_phone_numbers", "user_external_accounts")
                        .map(table -> "alter table clerk.%s %s row level security"
                                .formatted(table, on ? "enable" : "disable"))
                        .toList());
    }

    /** The optional history of all changes. */
    public static SwitchBenchmark history(Servers servers, Duration run) {
        return new SwitchBenchmark(
                servers,
                run,
                "history",
                "",
                false,
                on -> List.of("set role rollcall_owner", "select rollcall.keep_history(" + on + ")"));
    }

    /** What the worker proves once a second for {@code rollcall.freshness()}; who holds its table makes it wait. */
    public static SwitchBenchmark freshnessProof(Servers servers, Duration run) {
        return new SwitchBenchmark(
                servers,
                run,
                "freshness-proof",
                " (floor 0.97)",
                true,
                on -> on
                        ? List.of("rollback")
                        : List.of("begin", "lock table rollcall.watermarks in access exclusive mode"));
    }

    public Section run() throws SQLException, InterruptedException {
        double[] on = new double[WorkerBenchmark.ROUNDS];
        double[] off = new double[WorkerBenchmark.ROUNDS];
        String label = section.replace('-', ' ');
        try (App app = servers.worker();
                WorkerDrain drain = new WorkerDrain(servers, app);
                Connection administrator = DriverManager.getConnection(servers.administratorUrl())) {
            for (int round = 0; round < WorkerBenchmark.WARM_UP_ROUNDS; round++) {
                drain.run("warm", round, rows);
            }
            for (int round = 0; round < WorkerBenchmark.ROUNDS; round++) {
                turn(administrator, true);
                on[round] = drain.run("on", round, rows);
                turn(administrator, false);
                off[round] = drain.run("off", round, rows);
                turn(administrator, usual);
                System.out.printf("  %s on %.0f, off %.0f rows/s%n", label, on[round], off[round]);
            }
        }
        return new Section(section)
                .text("**Ratio %s**%s of the worker with %s on to the same worker without."
                        .formatted(Figures.ratio(Figures.medianRatio(on, off)), floor, label))
                .head("", "users/s", "each run, users/s")
                .row(WorkerBenchmark.row(label + " on", on))
                .row(WorkerBenchmark.row(label + " off", off))
                .text("Medians of %d runs in turn (ratio: of the pairs); the same events as above."
                        .formatted(WorkerBenchmark.ROUNDS));
    }

    private void turn(Connection administrator, boolean on) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            for (String sql : statements.apply(on)) {
                statement.execute(sql);
            }
        }
    }
}
