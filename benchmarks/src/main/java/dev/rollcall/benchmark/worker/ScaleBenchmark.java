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
import java.util.ArrayList;
import java.util.List;

/**
 * The worker on a copy of many users against the worker on an empty one, in turn: half of the events are new users, half
 * update users of all ages, spread over the whole copy. The two have servers of their own, and the other pair stands idle.
 */
public final class ScaleBenchmark {

    private static final int FILLED_AT_ONCE = 50_000;
    private static final String RUN = "scale";

    private static final List<String> FORGET = List.of(
            "truncate clerk.users, clerk.user_email_addresses, clerk.user_phone_numbers, clerk.user_external_accounts");
    private static final List<String> SETTLE =
            List.of("vacuum (analyze) clerk.users", "vacuum (analyze) clerk.user_email_addresses", "checkpoint");

    private final Servers full;
    private final Servers empty;
    private final int users;
    private final int half;

    /** @param users that the copy holds */
    public ScaleBenchmark(Servers full, Servers empty, int users, Duration run) {
        this.full = full;
        this.empty = empty;
        this.users = users;
        half = (int) Math.min(run.toSeconds(), WorkerBenchmark.LONGEST_SECONDS)
                * WorkerBenchmark.WORKER_ROWS_A_SECOND
                / 2;
    }

    public Section run() throws SQLException, InterruptedException {
        double[] ofMany = new double[WorkerBenchmark.ROUNDS];
        double[] ofNone = new double[WorkerBenchmark.ROUNDS];
        try (App fullWorker = full.worker();
                App emptyWorker = empty.worker();
                WorkerDrain many = new WorkerDrain(full, fullWorker);
                WorkerDrain none = new WorkerDrain(empty, emptyWorker)) {
            for (int from = 0; from < users; from += FILLED_AT_ONCE) {
                many.run(RUN, created(from, Math.min(FILLED_AT_ONCE, users - from)));
            }
            for (int round = 0; round < WorkerBenchmark.WARM_UP_ROUNDS; round++) {
                none.run("warm", round, 2 * half);
            }
            execute(full, SETTLE);
            for (int round = 0; round < WorkerBenchmark.ROUNDS; round++) {
                ofMany[round] = many.run(RUN, events(users, users + round * half, round + 1));
                // As many users to update as are updated, and no others.
                execute(empty, FORGET);
                none.run(RUN + round, created(0, half));
                execute(empty, SETTLE);
                ofNone[round] = none.run(RUN + round, events(half, half, 1));
                System.out.printf("  %d users %.0f, empty %.0f rows/s%n", users, ofMany[round], ofNone[round]);
            }
        }
        return new Section("scale")
                .text("**Ratio %s** of the worker on a copy of %,d users to the same worker on an empty copy."
                        .formatted(Figures.ratio(Figures.medianRatio(ofMany, ofNone)), users))
                .head("", "users/s", "each run, users/s")
                .row(WorkerBenchmark.row("a copy of %,d users".formatted(users), ofMany))
                .row(WorkerBenchmark.row("an empty copy, but for what is updated", ofNone))
                .text(
                        ("Medians of %d runs of %,d users in turn (ratio: of the pairs); half of them new, half updates, in the"
                                        + " large copy of users of all ages.")
                                .formatted(WorkerBenchmark.ROUNDS, 2 * half));
    }

    /** New users from a number on, and among them updates of what exists, as far from each other as can be. */
    private List<Change> events(int existing, int firstNew, int version) {
        List<Change> events = new ArrayList<>(2 * half);
        for (int index = 0; index < half; index++) {
            events.add(new Change((int) ((long) index * existing / half), version));
            events.add(new Change(firstNew + index, 0));
        }
        return events;
    }

    private static List<Change> created(int from, int count) {
        List<Change> created = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            created.add(new Change(from + index, 0));
        }
        return created;
    }

    /** Each in a transaction of its own. */
    private static void execute(Servers servers, List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(servers.administratorUrl());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
