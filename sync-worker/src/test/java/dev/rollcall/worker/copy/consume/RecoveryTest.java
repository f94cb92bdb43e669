package dev.rollcall.worker.copy.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.FailureKind;
import dev.rollcall.worker.copy.batch.BatchLimit;
import dev.rollcall.worker.copy.consume.Recovery.Decision;
import dev.rollcall.worker.copy.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final Failure DATA = new Failure(FailureKind.DATA, FailureCode.REFUSED_BY_DATABASE, "22003");
    private static final Failure TRANSIENT = new Failure(FailureKind.TRANSIENT, null, "08006");
    private static final Failure UNKNOWN = new Failure(FailureKind.UNKNOWN, null, "42P01");

    private static final long MIB = 1024 * 1024;

    private final Recovery recovery = grown(new BatchLimit(2000, 4 * MIB));

    private static Recovery grown(BatchLimit largest) {
        Recovery recovery = new Recovery(largest, () -> 1.0);
        for (int success = 0; success < 20; success++) {
            recovery.succeeded();
        }
        return recovery;
    }

    @Test
    void beginsWithEightRecordsOrOneMebibyteAndDoublesWithEachSuccess() {
        Recovery fresh = new Recovery(new BatchLimit(1000, 5 * MIB), () -> 1.0);
        assertThat(fresh.limit()).isEqualTo(new BatchLimit(8, MIB));
        List<BatchLimit> next = new ArrayList<>();
        for (int success = 0; success < 8; success++) {
            fresh.succeeded();
            next.add(fresh.limit());
        }
        assertThat(next)
                .containsExactly(
                        new BatchLimit(16, 2 * MIB),
                        new BatchLimit(32, 4 * MIB),
                        new BatchLimit(64, 5 * MIB),
                        new BatchLimit(128, 5 * MIB),
                        new BatchLimit(256, 5 * MIB),
                        new BatchLimit(512, 5 * MIB),
                        new BatchLimit(1000, 5 * MIB),
                        new BatchLimit(1000, 5 * MIB));
    }

    @Test
    void neverBeginsWithMoreThanTheLargestBatch() {
        assertThat(new Recovery(new BatchLimit(3, 1000), () -> 1.0).limit()).isEqualTo(new BatchLimit(3, 1000));
    }

    @Test
    void bisectsADataErrorWithoutWaitingUntilOneRecordIsAlone() {
        assertThat(recovery.failed(DATA, 2000)).isEqualTo(new Decision.Again(Duration.ZERO));
        assertThat(recovery.limit().records()).isEqualTo(1000);
        recovery.failed(DATA, 2);
        assertThat(recovery.limit().records()).isEqualTo(1);
        assertThat(recovery.failed(DATA, 1)).isInstanceOf(Decision.Judge.class);
    }

    @Test
    void waitsForATransientFailureLongerEachTimeAndHalvesOnlyAfterTheThird() {
        assertThat(recovery.failed(TRANSIENT, 2000)).isEqualTo(new Decision.Again(Duration.ofMillis(100)));
        assertThat(recovery.failed(TRANSIENT, 2000)).isEqualTo(new Decision.Again(Duration.ofMillis(200)));
        assertThat(recovery.failed(TRANSIENT, 2000)).isEqualTo(new Decision.Again(Duration.ofMillis(400)));
        assertThat(recovery.limit().records()).isEqualTo(2000);
        assertThat(recovery.failed(TRANSIENT, 2000)).isEqualTo(new Decision.Again(Duration.ofMillis(800)));
        assertThat(recovery.limit().records()).isEqualTo(1000);
    }

    @Test
    void neverWaitsLongerThanTenSeconds() {
        for (int attempt = 1; attempt < 200; attempt++) {
            assertThat(recovery.waitAfter(attempt)).isLessThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void halvesAnUnknownFailureAtOnceAndJudgesTheLastRecord() {
        recovery.failed(UNKNOWN, 2000);
        assertThat(recovery.limit().records()).isEqualTo(1000);
        assertThat(recovery.failed(UNKNOWN, 1)).isInstanceOf(Decision.Judge.class);
    }

    @Test
    void growsAgainAfterSuccess() {
        recovery.failed(DATA, 8);
        recovery.succeeded();
        assertThat(recovery.limit().records()).isEqualTo(8);
        for (int success = 0; success < 20; success++) {
            recovery.succeeded();
        }
        assertThat(recovery.limit().records()).isEqualTo(2000);
    }
}
