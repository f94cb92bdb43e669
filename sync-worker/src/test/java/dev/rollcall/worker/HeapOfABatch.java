package dev.rollcall.worker;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * What a batch takes of the heap, measured in a process of its own: with the compilers and the collector that the JVM
 * chooses, which integration tests do without.
 */
final class HeapOfABatch {

    /** Each a content, the length of each record, and their number. */
    static final List<String> BATCHES = List.of(
            "json 3000 600",
            "json 30000 120",
            "letter 30000 120",
            "letter 480000 8",
            "japanese 30000 120",
            "numbers 30000 120",
            "numbers 480000 8");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String MEASURED = "measured:";
    private static final String CASCADE = "cascade";

    private final DataSource database;

    private HeapOfABatch(DataSource database) {
        this.database = database;
    }

    /**
     * By batch, for each byte of its records.
     *
     * @param rows what its columns take
     * @param written what is allocated while they are written
     */
    record Taken(double rows, double written) {}

    /**
     * @param batches by what {@link #BATCHES} calls it
     * @param eachEnd bytes that are kept for each row that a cascade ended
     */
    record Measured(Map<String, Taken> batches, long eachEnd) {}

    static Measured onA(TestDatabase database) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeapOfABatch.class.getName())
                .redirectErrorStream(true);
        builder.environment()
                .put("TEST_DATABASE", database.urlOf("rollcall_sync").jdbcUrlWithLogin());
        Process process = builder.start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).readAllLines();
        if (process.waitFor() != 0) {
            throw new AssertionError("it could not be measured: " + lines);
        }
        Map<String, Taken> batches = new HashMap<>();
        long eachEnd = Long.MAX_VALUE;
        for (String line : lines) {
            String[] words = line.split(":", -1);
            if (line.startsWith(MEASURED + CASCADE)) {
                eachEnd = Long.parseLong(words[2]);
            } else if (line.startsWith(MEASURED)) {
                batches.put(words[1], new Taken(Double.parseDouble(words[2]), Double.parseDouble(words[3])));
            }
        }
        return new Measured(batches, eachEnd);
    }

    public static void main(String[] none) throws SQLException {
        DatabaseUrl url = DatabaseUrl.parse(System.getenv().getOrDefault("TEST_DATABASE", ""));
        try (HikariDataSource database = ConnectionPool.open(url, 2)) {
            HeapOfABatch heap = new HeapOfABatch(database);
            for (String batch : BATCHES) {
                String[] words = batch.split(" ", -1);
                Taken taken = heap.of(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                System.out.printf(Locale.ROOT, "%s%s:%.4f:%.4f%n", MEASURED, batch, taken.rows(), taken.written());
            }
            System.out.printf(Locale.ROOT, "%s%s:%d%n", MEASURED, CASCADE, heap.ofAnEndOfACascade());
        }
    }

    private static String metadata(String kind, int length) {
        return switch (kind) {
            case "letter" -> "{\"a\":\"" + "x".repeat(length) + "\"}";
            case "japanese" -> "{\"a\":\"" + "\u3042".repeat(length / 3) + "\"}";
            case "numbers" -> "{\"a\":[" + "1,".repeat(length / 2) + "1]}";
            default ->
                IntStream.range(0, length / 40)
                        .mapToObj(
                                number -> "\"key_%05d\":{\"on\":true,\"at\":%d}".formatted(number, 1_000_000 + number))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private static long used() {
        long used = Long.MAX_VALUE;
        for (int time = 0; time < 4; time++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    private Taken of(String kind, int length, int records) throws SQLException {
        Applying applying = new Applying(database);
        List<Applying.Placed> placed = new ArrayList<>();
        for (int number = 0; number < records; number++) {
            String id = "user_" + kind + length + "_" + number;
            placed.add(new Applying.Placed(
                    Events.event(
                            "msg_" + id,
                            "user.updated",
                            5,
                            id,
                            "{\"id\":\"" + id + "\",\"object\":\"user\",\"updated_at\":5,\"public_metadata\":"
                                    + metadata(kind, length) + "}"),
                    0));
        }
        PolledBatch batch = applying.batch(placed);
        double bytes = batch.bytes();
        RecordDecoder decoder = new RecordDecoder(Set.of(), Clock.systemUTC());
        long before = used();
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        List<Decoded> decoded = new ArrayList<>();
        for (SourceRecord record : batch.records()) {
            decoded.add(decoder.decode(record));
        }
        long allocatedByDecoding = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        double rows = (used() - before) / bytes;
        if (!decoded.stream().allMatch(Decoded.State.class::isInstance)) {
            throw new IllegalStateException("not every record is a state");
        }
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        applying.apply(batch);
        double written = (THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore - allocatedByDecoding) / bytes;
        return new Taken(rows, written);
    }

    private long ofAnEndOfACascade() throws SQLException {
        Applying applying = new Applying(database);
        applying.apply(List.of(new Applying.Placed(Events.organization("msg_o", "created", "org_1", 1, "n"), 0)));
        int members = 20_000;
        for (int from = 0; from < members; from += 1000) {
            applying.apply(IntStream.range(from, from + 1000)
                    .mapToObj(number -> new Applying.Placed(
                            Events.membership(
                                    "msg_m" + number, "created", "orgmem_" + number, "org_1", "user_" + number, 2, "r"),
                            0))
                    .toList());
        }
        applying.feed.clear();
        long before = used();
        Applied applied =
                applying.apply(List.of(new Applying.Placed(Events.deleted("msg_d", "organization", "org_1", 9), 0)));
        long each = (used() - before) / members;
        if (applied.toAnnounce().size() != members + 1) {
            throw new IllegalStateException(
                    "it announces " + applied.toAnnounce().size());
        }
        return each;
    }
}
