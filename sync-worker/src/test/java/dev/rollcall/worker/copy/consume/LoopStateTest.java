package dev.rollcall.worker.copy.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopStateTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final LoopState state = new LoopState(nanos::get, () -> Instant.ofEpochMilli(millis.get()));

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** As it will be an hour on. */
    private double lag() {
        millis.addAndGet(3_600_000);
        double lag = state.lagSeconds();
        millis.addAndGet(-3_600_000);
        return lag;
    }

    @Test
    void partitionsThatKafkaHasGivenAwayAreNotCounted() {
        state.polled(6, false, 0, 17);
        assertThat(state.assignedPartitions()).isEqualTo(6);
        pass(2);
        assertThat(state.assignedPartitions()).isZero();
        state.polled(6, false, 0, 0);
        assertThat(state.assignedPartitions()).isEqualTo(6);
        state.left();
        assertThat(state.assignedPartitions()).isZero();
    }

    @Test
    void aLoopThatIsNotHeardIsUnhealthyThoughItTurns() {
        state.polled(6, false, 0, 1);
        for (int second = 0; second < 119; second++) {
            pass(1);
            state.goesOn();
        }
        assertThat(state.isStuck()).isFalse();
        pass(1);
        state.goesOn();
        assertThat(state.isStuck()).isTrue();
    }

    /** What it waits for, a restart would not bring. */
    @Test
    void aLoopThatRestsIsHealthyForAsLongAsItMustAndItsLagGrows() {
        state.polled(6, false, 0, 1);
        for (int hour = 0; hour < 3_600; hour++) {
            pass(1);
            state.rests();
        }
        assertThat(state.isStuck()).isFalse();
        assertThat(state.isPaused()).isTrue();
        assertThat(lag()).isGreaterThan(3_000);
    }

    @Test
    void aMemberToWhomNoPartitionIsLeftHasNoLag() {
        state.polled(6, false, 0, 1);
        state.left();
        assertThat(lag()).isGreaterThan(3_000);
        state.polled(0, false, 0, 1);
        assertThat(lag()).isZero();
        assertThat(state.isPaused()).isFalse();
    }

    @Test
    void aConsumerThatIsNoMemberYetCannotKnow() {
        state.polled(6, false, 0, 1);
        state.left();
        state.polled(0, false, 0, Double.NaN);
        assertThat(lag()).isGreaterThan(3_000);
        assertThat(state.isStuck()).isFalse();
    }
}
