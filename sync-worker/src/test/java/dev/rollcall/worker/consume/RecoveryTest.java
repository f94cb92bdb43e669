package dev.rollcall.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.FailureKind;
import dev.rollcall.worker.consume.Recovery.Decision;
import dev.rollcall.worker.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final Failure DATA = new Failure(FailureKind.DATA, FailureCode.REFUSED_BY_DATABASE, "22003");
    private static final Failure TRANSIENT = new Failure(FailureKind.TRANSIENT, null, "08006");
    private static final Failure UNKNOWN = new Failure(FailureKind.UNKNOWN, null, "42P01");

    private final Recovery recovery = new Recovery(2000, () -> 1.0);

    @Test
    void bisectsADataErrorWithoutWaitingUntilOneRecordIsAlone() {
        assertThat(recovery.failed(DATA, 2000)).isEqualTo(new Decision.Again(Duration.ZERO));
        assertThat(recovery.limit()).isEqualTo(1000);
        recovery.failed(DATA, 2);
        assertThat(recovery.limit()).isEqualTo(1);
        assertThat(recovery.failed(DATA, 1)).isInstanceOf(Decision.Judge.class);
    }

    @Test
    void waitsForATransientFailureLongerEachTimeAndHalvesOnlyAfterTheThird() {
        assertThat(recovery.failed(TRANSIENT, 2000)).isEqualTo(new Decision.Again(Duration.ofMillis(100)));
        assertThat(recovery.failed(TRANSIENT, 2000)).isEqualTo(new Decision.Again(Duration.ofMillis(200)));
        assertThat(recovery.failed(TRANSIENT, 2000)).isEqualTo(new Decision.Again(Duration.ofMillis(400)));
        assertThat(recovery.limit()).isEqualTo(2000);
        assertThat(recovery.failed(TRANSIENT, 2000)).isEqualTo(new Decision.Again(Duration.ofMillis(800)));
        assertThat(recovery.limit()).isEqualTo(1000);
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
        assertThat(recovery.limit()).isEqualTo(1000);
        assertThat(recovery.failed(UNKNOWN, 1)).isInstanceOf(Decision.Judge.class);
    }

    @Test
    void growsAgainAfterSuccess() {
        recovery.failed(DATA, 8);
        recovery.succeeded();
        assertThat(recovery.limit()).isEqualTo(8);
        for (int success = 0; success < 20; success++) {
            recovery.succeeded();
        }
        assertThat(recovery.limit()).isEqualTo(2000);
    }
}
