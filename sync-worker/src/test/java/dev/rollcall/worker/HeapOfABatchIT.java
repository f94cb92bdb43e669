package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.prepare.kafka.MemoryBudget;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a batch takes of the heap for each byte of its records, measured: {@link MemoryBudget#DECODED} counts on it. */
class HeapOfABatchIT {

    private static HeapOfABatch.Measured measured;

    @BeforeAll
    static void measure() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            measured = HeapOfABatch.onA(database);
        }
    }

    static Stream<String> batches() {
        return HeapOfABatch.BATCHES.stream();
    }

    @ParameterizedTest
    @MethodSource("batches")
    void isNoMoreThanTheBudgetCountsWith(String batch) {
        HeapOfABatch.Taken taken = measured.batches().get(batch);
        assertThat(taken).as("measured").isNotNull();
        // Half of what writing makes is garbage before the rest is there: copies that became too small.
        assertThat(1 + taken.rows() + taken.written() / 2)
                .as("record, %.2f of columns, %.2f made by writing", taken.rows(), taken.written())
                .isLessThan(1.1 * MemoryBudget.DECODED);
    }

    @Test
    void anEndOfACascadeKeepsWhatTheGuideCountsWith() {
        assertThat(measured.eachEnd())
                .as("docs/operating.md counts with 460 bytes")
                .isLessThan(560);
    }
}
