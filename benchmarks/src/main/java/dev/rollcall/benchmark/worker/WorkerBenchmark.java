package dev.rollcall.benchmark.worker;

import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Rows a second of the worker, of the batch loop and of the loop of single rows, in turn, into the same tables. */
public final class WorkerBenchmark {

    static final int ROUNDS = 5;
    static final int WARM_UP_ROUNDS = 4;

    /** About what a second takes, so that the length of a run can be given in seconds. */
    static final int WORKER_ROWS_A_SECOND = 10_000;

    /** The loops' rows are made before the clock starts, and have to fit into memory. */
    static final int LONGEST_SECONDS = 10;

    private static final int BATCH_ROWS_A_SECOND = 20_000;
    private static final int SINGLE_ROWS_A_SECOND = 700;

    private final Servers servers;
    private final int seconds;

    public WorkerBenchmark(Servers servers, Duration run) {
        this.servers = servers;
        seconds = (int) Math.min(run.toSeconds(), LONGEST_SECONDS);
    }

    public Section run() throws Exception {
        int rows = seconds * WORKER_ROWS_A_SECOND;
        double[] worker = new double[ROUNDS];
        double[] batches = new double[ROUNDS];
        double[] singles = new double[ROUNDS];
        try (App app = servers.worker();
                BareLoops bare = new BareLoops(servers.workerUrl());
                WorkerDrain drain = new WorkerDrain(servers, app)) {
            // The worker starts cold and has far more code to compile than the loops, so it gets more rounds to do it.
            drain.run("w", 0, rows);
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                drain.run("warm", round, rows);
            }
            bare.batches(UserRow.ofRound("b", 0, seconds * BATCH_ROWS_A_SECOND));
            bare.oneByOne(UserRow.ofRound("s", 0, seconds * SINGLE_ROWS_A_SECOND));
            for (int round = 0; round < ROUNDS; round++) {
                worker[round] = drain.run("w", round + 1, rows);
                batches[round] = bare.batches(UserRow.ofRound("b", round + 1, seconds * BATCH_ROWS_A_SECOND));
                singles[round] = bare.oneByOne(UserRow.ofRound("s", round + 1, seconds * SINGLE_ROWS_A_SECOND));
                System.out.printf(
                        "  worker %.0f, batch loop %.0f, single rows %.0f rows/s%n",
                        worker[round], batches[round], singles[round]);
            }
        }
        return new Section("worker")
                .text("**Ratio %s** (floor 0.30) to the batch loop, **%s ×** (floor 10) the loop of single rows."
                        .formatted(
                                Figures.ratio(Figures.medianRatio(worker, batches)),
                                Figures.ratio(Figures.medianRatio(worker, singles))))
                .head("", "users/s", "each run, users/s")
                .row(row("worker: Kafka, decode, guard, children, announce, exactly once", worker))
                .row(row("batch loop: the same rows from memory, 2 connections", batches))
                .row(row("single rows: one event, one transaction, one connection, from memory", singles))
                .text(
                        "Medians of %d runs in turn (ratios: of the pairs); each user has two e-mail addresses, half of the users are new."
                                .formatted(ROUNDS));
    }

    static String[] row(String name, double... runs) {
        return new String[] {
            name,
            Figures.rate(Figures.median(runs)),
            Arrays.stream(runs).mapToObj(Figures::rate).collect(Collectors.joining(", "))
        };
    }
}
