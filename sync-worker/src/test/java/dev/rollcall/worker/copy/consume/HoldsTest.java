package dev.rollcall.worker.copy.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.copy.batch.BatchLimit;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HoldsTest {

    private static final TopicPartition ONE = new TopicPartition("events", 1);
    private static final TopicPartition TWO = new TopicPartition("events", 2);

    private final Recovery recovery = new Recovery(new BatchLimit(1000, 1024 * 1024), () -> 1.0);
    private final Holds holds = new Holds();
    private long now = Long.MAX_VALUE - 1;

    @Test
    void aHeldPartitionIsDueWhenItsWaitIsOverAndNotBefore() {
        holds.hold(ONE, now, recovery);
        assertThat(holds.contains(ONE)).isTrue();
        assertThat(holds.contains(TWO)).isFalse();
        // Nanoseconds have no beginning: they may go beyond the greatest number meanwhile.
        pass(Duration.ofMillis(799));
        assertThat(holds.due(now)).isNull();
        pass(Duration.ofMillis(1));
        assertThat(holds.due(now)).isEqualTo(ONE);
        assertThat(holds.size()).as("until it is released").isEqualTo(1);
    }

    @Test
    void eachHoldOfAPartitionIsLonger() {
        for (int expected : List.of(800, 1600, 3200, 6400, 10_000, 10_000)) {
            holds.hold(ONE, now, recovery);
            pass(Duration.ofMillis(expected - 1));
            assertThat(holds.due(now)).isNull();
            pass(Duration.ofMillis(1));
            assertThat(holds.due(now)).isEqualTo(ONE);
        }
        holds.release(ONE);
        holds.hold(ONE, now, recovery);
        pass(Duration.ofMillis(800));
        assertThat(holds.due(now)).as("after it succeeded it begins anew").isEqualTo(ONE);
    }

    @Test
    void oneThatIsPostponedLetsTheOthersComeFirstAndCountsNoFailure() {
        holds.hold(ONE, now, recovery);
        pass(Duration.ofMillis(800));
        holds.hold(TWO, now - Duration.ofMillis(800).toNanos(), recovery);
        holds.postpone(ONE, now);
        assertThat(holds.due(now)).isEqualTo(TWO);
        holds.release(TWO);
        pass(Duration.ofMillis(500));
        assertThat(holds.due(now)).isEqualTo(ONE);
        holds.hold(ONE, now, recovery);
        pass(Duration.ofMillis(1600));
        assertThat(holds.due(now)).isEqualTo(ONE);
    }

    @Test
    void partitionsThatAreTakenAwayAreForgotten() {
        holds.hold(ONE, now, recovery);
        holds.hold(TWO, now, recovery);
        holds.forget(List.of(ONE, new TopicPartition("events", 3)));
        assertThat(holds.contains(ONE)).isFalse();
        assertThat(holds.contains(TWO)).isTrue();
        holds.clear();
        assertThat(holds.size()).isZero();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
