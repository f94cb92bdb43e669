package dev.rollcall.benchmark.freshness;

import dev.rollcall.benchmark.load.LoadClient;
import dev.rollcall.benchmark.load.SignedRequest;
import dev.rollcall.benchmark.load.Signer;
import dev.rollcall.benchmark.load.UserEvents;
import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.report.Section;
import dev.rollcall.benchmark.stack.App;
import dev.rollcall.benchmark.stack.Servers;
import io.netty.buffer.ByteBuf;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From the client's POST to the commit of the row, event by event: the client's clock just before it hands the request
 * to its socket, and PostgreSQL's {@code pg_xact_commit_timestamp} of the row. Both are the machine's one clock.
 */
public final class FreshnessBenchmark {

    private static final int PER_SECOND = 100;
    private static final int WINDOWS = 5;
    private static final int WARM_UP_EVENTS = 24_000;
    private static final int WARM_UP_PER_SECOND = 400;

    private final Servers servers;
    private final int events;

    public FreshnessBenchmark(Servers servers, Duration window) {
        this.servers = servers;
        events = (int) window.toSeconds() * PER_SECOND;
    }

    public Section run() throws InterruptedException, SQLException {
        Section section = new Section("freshness");
        double[] median = new double[WINDOWS];
        double[] highest = new double[WINDOWS];
        List<String[]> rows = new ArrayList<>();
        try (App gateway = servers.gateway();
                App worker = servers.worker();
                LoadClient client = new LoadClient(gateway.port(), 8)) {
            window(client, worker, "warmup", WARM_UP_EVENTS, WARM_UP_PER_SECOND);
            for (int index = 0; index < WINDOWS; index++) {
                Window window = window(client, worker, "f" + index, events, PER_SECOND);
                median[index] = window.committed(50);
                highest[index] = window.committed(99);
                rows.add(new String[] {
                    "window " + (index + 1),
                    Figures.millis(median[index]),
                    Figures.millis(highest[index]),
                    Figures.millis(window.committed(100)),
                    Figures.millis(window.answered(50)),
                    Figures.millis(window.answered(99))
                });
                System.out.println("  " + String.join("  ", rows.getLast()));
            }
        }
        section.text("**p50 %s ms** (floor 15 ms), **p99 %s ms** (floor 60 ms) from the POST to the committed row."
                        .formatted(Figures.millis(Figures.median(median)), Figures.millis(Figures.median(highest))))
                .head("", "commit p50 ms", "commit p99 ms", "commit slowest ms", "answer p50 ms", "answer p99 ms");
        rows.forEach(section::row);
        return section.text("%d events/s, %d events in each window; the bold figures are medians of the windows."
                .formatted(PER_SECOND, events));
    }

    /** Both in microseconds, sorted. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Window(long[] commits, long[] answers) {

        double committed(int percent) {
            return Figures.percentile(commits, percent) / 1e3;
        }

        double answered(int percent) {
            return Figures.percentile(answers, percent) / 1e3;
        }
    }

    private Window window(LoadClient client, App worker, String run, int count, int perSecond)
            throws InterruptedException, SQLException {
        double done = worker.metric("rollcall_consumed_records_total", "");
        Signer signer = new Signer(Servers.SECRET);
        List<ByteBuf> requests = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            requests.add(SignedRequest.of(signer, run + "-" + number, UserEvents.body(run, number, 0)));
        }
        Instant[] sent = new Instant[count];
        long[] answers = new long[count];
        long begun = System.nanoTime();
        for (int number = 0; number < count; number++) {
            int event = number;
            long due = begun + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            sent[event] = Instant.now();
            client.send(requests.get(event), nanos -> answers[event] = nanos / 1_000);
        }
        client.awaitAnswers();
        worker.await("rollcall_consumed_records_total", done + count);
        Map<String, Instant> committed = commitTimes(run);
        long[] commits = new long[count];
        for (int number = 0; number < count; number++) {
            Instant commit = committed.get(UserEvents.id(run, number));
            if (commit == null) {
                throw new IllegalStateException(UserEvents.id(run, number) + " is not in the table");
            }
            commits[number] = ChronoUnit.MICROS.between(sent[number], commit);
        }
        Arrays.sort(commits);
        Arrays.sort(answers);
        return new Window(commits, answers);
    }

    private Map<String, Instant> commitTimes(String run) throws SQLException {
        Map<String, Instant> times = new HashMap<>();
        String sql = """
                select id, (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000000)::bigint
                from clerk.users where id like ?""";
        try (Connection connection = DriverManager.getConnection(servers.administratorUrl());
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, "user_" + run + "%");
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    times.put(rows.getString(1), Instant.EPOCH.plus(rows.getLong(2), ChronoUnit.MICROS));
                }
            }
        }
        return times;
    }
}
