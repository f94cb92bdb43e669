package dev.rollcall.proving.chaos.invariant;

import dev.rollcall.model.metrics.MetricsPage;
import dev.rollcall.proving.site.Running;
import dev.rollcall.proving.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What gateway and worker say and use: I12, I13 and I14. */
public final class Processes {

    private static final int MORE_THREADS = 60;
    private static final int MORE_FILES = 200;
    private static final int MORE_CONNECTIONS = 8;
    private static final int LOOKS = 100;
    private static final long LOOK_MILLIS = 200;

    private Processes() {}

    /** @param known false where the system does not say (no Linux) */
    public record Use(boolean known, long threads, long files, long connections) {

        /** Of gateway and worker together. */
        public static Use of(Site site) throws IOException, SQLException {
            long threads = 0;
            long files = 0;
            for (long pid : List.of(
                    site.running().gateway().pid(), site.running().worker().pid())) {
                Path process = Path.of("/proc", Long.toString(pid));
                if (!Files.isDirectory(process)) {
                    return new Use(false, 0, 0, 0);
                }
                threads += entries(process.resolve("task"));
                files += entries(process.resolve("fd"));
            }
            return new Use(
                    true,
                    threads,
                    files,
                    Long.parseLong(site.database()
                            .texts("admin", "select count(*) from pg_stat_activity where usename = 'rollcall_sync'")
                            .getFirst()));
        }

        private static long entries(Path directory) throws IOException {
            try (Stream<Path> entries = Files.list(directory)) {
                return entries.count();
            }
        }

        boolean isBackTo(Use before) {
            return threads <= before.threads + MORE_THREADS
                    && files <= before.files + MORE_FILES
                    && connections <= before.connections + MORE_CONNECTIONS;
        }

        @Override
        public String toString() {
            return "%d threads, %d files, %d connections".formatted(threads, files, connections);
        }
    }

    /** Waits a little, since what a fault has left is closed after a while. */
    static Finding isBackTo(Use before, Site site) throws IOException, SQLException, InterruptedException {
        Use now = Use.of(site);
        for (int look = 0; now.known() && !now.isBackTo(before) && look < LOOKS; look++) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            now = Use.of(site);
        }
        return now.known()
                ? Finding.of(Invariant.I14, now.isBackTo(before), now + "; at the start " + before)
                : Finding.notChecked(Invariant.I14, "this system has no /proc");
    }

    /** @param answered 2xx that senders have seen of this gateway; less than 0 when it was not the same one all the time */
    static Finding countersBalance(Running running, long acknowledgedBefore, long answered)
            throws InterruptedException {
        String wrong = "";
        for (int look = 0; look < LOOKS; look++) {
            wrong = imbalance(running, acknowledgedBefore, answered);
            if (wrong.isEmpty()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return Finding.of(
                Invariant.I12,
                wrong.isEmpty(),
                wrong.isEmpty()
                        ? "both equations" + (answered < 0 ? "" : ", and " + answered + " 2xx against the ledger")
                        : wrong);
    }

    /** Requests that the gateway has acknowledged in its life. */
    public static long acknowledged(Running running) throws InterruptedException {
        return (long) running.gatewayMetrics()
                .sum("rollcall_ingest_requests_total", sample -> "acknowledged".equals(sample.label("outcome")));
    }

    private static String imbalance(Running running, long before, long answered) throws InterruptedException {
        MetricsPage gateway = running.gatewayMetrics();
        MetricsPage worker = running.workerMetrics();
        double received = gateway.sum("rollcall_ingest_received_total");
        double requests = gateway.sum("rollcall_ingest_requests_total");
        double consumed = worker.sum("rollcall_consumed_records_total");
        double applied = worker.sum("rollcall_apply_events_total");
        if (gateway.all("rollcall_ingest_received_total").isEmpty()
                || worker.all("rollcall_consumed_records_total").isEmpty()) {
            return "the metrics cannot be read";
        }
        if (received != requests) {
            return "received %.0f, answered %.0f".formatted(received, requests);
        }
        if (consumed != applied) {
            return "consumed %.0f, outcomes %.0f".formatted(consumed, applied);
        }
        double counted =
                gateway.sum("rollcall_ingest_requests_total", sample -> "acknowledged".equals(sample.label("outcome")))
                        - before;
        return answered >= 0 && counted < answered
                ? "senders saw %d acknowledgements, %.0f were counted".formatted(answered, counted)
                : "";
    }

    /** Looks for each canary in logs, metrics and the given text. */
    static Finding nothingIsTold(Site site, List<String> canaries, String headers)
            throws IOException, InterruptedException {
        String metrics = site.running().metricsText();
        long bytes = (long) metrics.length() + headers.length();
        List<Path> logs;
        try (Stream<Path> files = Files.list(site.running().logs())) {
            logs = files.filter(Files::isRegularFile).toList();
        }
        for (String canary : canaries) {
            if (metrics.contains(canary) || headers.contains(canary)) {
                return Finding.of(Invariant.I13, false, "a canary in metrics or headers of dead letters");
            }
        }
        for (Path log : logs) {
            String text = Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
            bytes += text.length();
            for (String canary : canaries) {
                if (text.contains(canary)) {
                    return Finding.of(Invariant.I13, false, "a canary in " + log.getFileName());
                }
            }
        }
        return Finding.of(
                Invariant.I13,
                true,
                "%d canaries, %d kB of logs, metrics and headers".formatted(canaries.size(), bytes / 1_024));
    }
}
