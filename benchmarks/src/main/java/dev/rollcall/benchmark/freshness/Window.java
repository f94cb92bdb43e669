package dev.rollcall.benchmark.freshness;

import dev.rollcall.benchmark.load.LoadClient;
import dev.rollcall.benchmark.load.SignedRequest;
import dev.rollcall.benchmark.load.Signer;
import dev.rollcall.benchmark.load.UserEvents;
import dev.rollcall.benchmark.report.Figures;
import dev.rollcall.benchmark.stack.Servers;
import io.netty.buffer.ByteBuf;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * From the client's POST to the commit of the row, event by event: the client's clock just before it hands the request
 * to its socket, and PostgreSQL's {@code pg_xact_commit_timestamp} of the row. Both are the machine's one clock.
 *
 * @param commits in microseconds, sorted
 * @param answers in microseconds, sorted
 * @param sent when each user was, by id
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Window(long[] commits, long[] answers, Map<String, Instant> sent) {

    /** Both windows in one. */
    Window with(Window next) {
        Map<String, Instant> both = new HashMap<>(sent);
        both.putAll(next.sent);
        return new Window(sorted(commits, next.commits), sorted(answers, next.answers), both);
    }

    private static long[] sorted(long[] some, long[] others) {
        return LongStream.concat(Arrays.stream(some), Arrays.stream(others))
                .sorted()
                .toArray();
    }

    /** In milliseconds. */
    double committed(int percent) {
        return Figures.percentile(commits, percent) / 1e3;
    }

    /** In milliseconds. */
    double answered(int percent) {
        return Figures.percentile(answers, percent) / 1e3;
    }

    /** From each POST until a reader of the feed had it, which is waited for: in microseconds, sorted. */
    long[] readBy(FeedReader reader) throws InterruptedException {
        long[] read = new long[sent.size()];
        int number = 0;
        for (Map.Entry<String, Instant> user : sent.entrySet()) {
            read[number++] = ChronoUnit.MICROS.between(user.getValue(), reader.given(user.getKey()));
        }
        Arrays.sort(read);
        return read;
    }

    /**
     * Sends that many users at an even pace and waits until all are committed.
     *
     * @param run begins the users' ids; each window has its own
     */
    static Window measure(Servers servers, LoadClient client, String run, int count, int perSecond)
            throws InterruptedException, SQLException {
        return measure(servers, client, run, count, perSecond, () -> true);
    }

    /** The same, ended sooner when something else has ended. */
    static Window measure(
            Servers servers, LoadClient client, String run, int most, int perSecond, BooleanSupplier lasts)
            throws InterruptedException, SQLException {
        Signer signer = new Signer(Servers.SECRET);
        List<ByteBuf> requests = new ArrayList<>(most);
        for (int number = 0; number < most; number++) {
            requests.add(SignedRequest.of(signer, run + "-" + number, UserEvents.body(run, number, 0)));
        }
        Map<String, Instant> sent = new LinkedHashMap<>();
        long[] allAnswers = new long[most];
        long begun = System.nanoTime();
        int count = 0;
        while (count < most && lasts.getAsBoolean()) {
            int event = count;
            long due = begun + event * TimeUnit.SECONDS.toNanos(1) / perSecond;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            sent.put(UserEvents.id(run, event), Instant.now());
            client.send(requests.get(event), nanos -> allAnswers[event] = nanos / 1_000);
            count++;
        }
        client.awaitAnswers();
        Map<String, Instant> committed = commitTimes(servers, run);
        while (committed.size() < count) {
            TimeUnit.MILLISECONDS.sleep(200);
            committed = commitTimes(servers, run);
        }
        long[] commits = new long[count];
        int number = 0;
        for (Map.Entry<String, Instant> user : sent.entrySet()) {
            Instant commit = committed.get(user.getKey());
            if (commit == null) {
                throw new IllegalStateException(user.getKey() + " is not in the table");
            }
            commits[number++] = ChronoUnit.MICROS.between(user.getValue(), commit);
        }
        long[] answers = Arrays.copyOf(allAnswers, count);
        Arrays.sort(commits);
        Arrays.sort(answers);
        return new Window(commits, answers, sent);
    }

    private static Map<String, Instant> commitTimes(Servers servers, String run) throws SQLException {
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
