package dev.rollcall.worker.copy.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.model.failure.NotUnderstoodException;
import dev.rollcall.worker.copy.batch.BatchLimit;
import dev.rollcall.worker.copy.failure.Failure;
import dev.rollcall.worker.copy.failure.FailureClassifier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionStateTest {

    private final Recovery recovery = new Recovery(new BatchLimit(1000, 1024 * 1024), () -> 1.0);
    private long now = Long.MAX_VALUE - 1;

    @Test
    void aHeldPartitionIsDueWhenItsWaitIsOverAndNotBefore() {
        PartitionState held = PartitionState.NEW.at(7).held(now, recovery);
        assertThat(held.isHeld()).isTrue();
        assertThat(held.position()).isEqualTo(7);
        // Nanoseconds have no beginning: they may pass the greatest number meanwhile.
        pass(Duration.ofMillis(799));
        assertThat(held.isDue(now)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(held.isDue(now)).isTrue();
    }

    @Test
    void eachHoldOfAPartitionIsLonger() {
        PartitionState state = PartitionState.NEW;
        for (int expected : List.of(800, 1600, 3200, 6400, 10_000, 10_000)) {
            state = state.held(now, recovery);
            pass(Duration.ofMillis(expected - 1));
            assertThat(state.isDue(now)).isFalse();
            pass(Duration.ofMillis(1));
            assertThat(state.isDue(now)).isTrue();
        }
        state = state.released().held(now, recovery);
        pass(Duration.ofMillis(800));
        assertThat(state.isDue(now)).as("after it succeeded it begins anew").isTrue();
    }

    @Test
    void aVerdictIsForOneRecordUntilItIsBehind() {
        Failure failure = FailureClassifier.classify(new NotUnderstoodException(FailureCode.SCHEMA, "a test"));
        PartitionState state = PartitionState.NEW.at(3).condemned(5, failure);
        assertThat(state.failureAt(4)).isNull();
        assertThat(state.failureAt(5)).isEqualTo(failure);
        assertThat(state.lost().failureAt(5)).as("its position is found again").isEqualTo(failure);
        assertThat(state.committed(5).failureAt(5)).isEqualTo(failure);
        assertThat(state.committed(6).failureAt(5)).isNull();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
