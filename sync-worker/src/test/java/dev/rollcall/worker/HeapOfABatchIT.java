package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.prepare.kafka.MemoryBudget;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a batch takes of the heap for each byte of its records, measured: {@link MemoryBudget#DECODED} counts on it. */
class HeapOfABatchIT {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
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

    @ParameterizedTest
    @CsvSource({
        "json, 3000, 600",
        "json, 30000, 120",
        "letter, 30000, 120",
        "letter, 480000, 8",
        "japanese, 30000, 120",
        "numbers, 30000, 120",
        "numbers, 480000, 8"
    })
    void isNoMoreThanTheBudgetCountsWith(String kind, int length, int records) throws SQLException {
        Applying applying = new Applying(database.pool);
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
        RecordDecoder decoder = new RecordDecoder(Set.of());
        long before = used();
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        List<Decoded> decoded = new ArrayList<>();
        for (SourceRecord record : batch.records()) {
            decoded.add(decoder.decode(record));
        }
        long allocatedByDecoding = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        double rows = (used() - before) / bytes;
        assertThat(decoded).allMatch(Decoded.State.class::isInstance);
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        applying.apply(batch);
        double written = (THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore - allocatedByDecoding) / bytes;
        // Half of what writing makes is garbage before the rest is there: copies that became too small.
        assertThat(1 + rows + written / 2)
                .as("record, %.2f of columns, %.2f made by writing", rows, written)
                .isLessThan(MemoryBudget.DECODED);
    }

    @Test
    void anEndOfACascadeKeepsWhatTheGuideCountsWith() throws SQLException {
        Applying applying = new Applying(database.pool);
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
        assertThat(applied.toAnnounce()).hasSize(members + 1);
        assertThat(each).as("docs/operating.md counts with 320 bytes").isLessThan(400);
    }
}
