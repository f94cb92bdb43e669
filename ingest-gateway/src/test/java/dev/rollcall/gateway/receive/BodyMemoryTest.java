package dev.rollcall.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.metrics.IngestMetric;
import dev.rollcall.gateway.metrics.IngestMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who holds the memory for large bodies, and whose a body gets that grows when all is held. */
class BodyMemoryTest {

    private static final int FREE = BodyMemory.FREE_BYTES;
    private static final int HALF = FREE + (int) (BodyMemory.MOST_BYTES / 2);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long nanos;
    private final BodyMemory memory = new BodyMemory(new IngestMetrics(registry), () -> nanos);
    private final HandMadePlace first = new HandMadePlace();
    private final HandMadePlace second = new HandMadePlace();
    private final HandMadePlace third = new HandMadePlace();

    @Test
    void isGivenUpToItsLastByteAndNoFurther() {
        int all = (int) BodyMemory.MOST_BYTES + FREE;
        first.isEarned = true;
        assertThat(memory.tryGrow(first, FREE, all)).isTrue();
        assertThat(memory.used()).isEqualTo(BodyMemory.MOST_BYTES);
        assertThat(memory.tryGrow(second, FREE, FREE + 1)).isFalse();
        assertThat(memory.used()).as("who is refused holds nothing").isEqualTo(BodyMemory.MOST_BYTES);
        assertThat(memory.tryGrow(second, 1, FREE)).isTrue();
        memory.release(second, FREE);
        memory.release(first, all);
        assertThat(memory.used()).isZero();
    }

    @Test
    void firstGoesTheOldestThatHasBeenSilentForASecond() {
        grow(first);
        grow(second);
        nanos = OpenConnections.SILENCE.toNanos();
        first.lastByteAt = nanos;
        grow(third);
        assertThat(second.timesToldToGiveUp).isOne();
        assertThat(first.timesToldToGiveUp).isZero();
    }

    @Test
    void thenTheOldest() {
        grow(first);
        grow(second);
        nanos = OpenConnections.SILENCE.toNanos() - 1;
        grow(third);
        assertThat(first.timesToldToGiveUp).isOne();
        assertThat(second.timesToldToGiveUp).isZero();
    }

    @Test
    void neverOneThatHasDeliveredAVerifiedRequestNorTheOneThatAsks() {
        first.isEarned = true;
        grow(first);
        grow(second);
        nanos = Duration.ofMinutes(1).toNanos();
        assertThat(memory.tryGrow(second, HALF, HALF + 1)).isFalse();
        assertThat(first.timesToldToGiveUp).isZero();
        assertThat(second.timesToldToGiveUp).isZero();
    }

    @Test
    void asManyGiveWayAsTheGrowthNeedsAndCountAsEvicted() {
        grow(first);
        grow(second);
        assertThat(memory.tryGrow(third, FREE, (int) BodyMemory.MOST_BYTES + FREE))
                .isTrue();
        assertThat(first.timesToldToGiveUp).isOne();
        assertThat(second.timesToldToGiveUp).isOne();
        assertThat(registry.get(IngestMetric.CONNECTIONS_EVICTED.meterName())
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whoIsToldHoldsItsMemoryUntilItLetsGoAndGetsNoMore() {
        grow(first);
        grow(second);
        grow(third);
        assertThat(memory.used()).isEqualTo(3 * BodyMemory.MOST_BYTES / 2);
        assertThat(memory.tryGrow(first, HALF, HALF + 1)).isFalse();
        memory.release(first, HALF);
        assertThat(memory.used()).isEqualTo(BodyMemory.MOST_BYTES);
        assertThat(first.timesToldToGiveUp).as("nor is it told again").isOne();
    }

    /** Its request was complete before it heard of it, and was answered: it stays, and its next body counts anew. */
    @Test
    void whoLetGoInTimeMayGrowAgain() {
        grow(first);
        grow(second);
        grow(third);
        memory.release(first, HALF);
        memory.release(second, HALF);
        grow(first);
        memory.release(first, HALF);
        memory.release(third, HALF);
        assertThat(memory.used()).isZero();
    }

    @Test
    void nobodyGivesWayInVain() {
        first.isEarned = true;
        grow(first);
        grow(second);
        assertThat(memory.tryGrow(third, FREE, (int) BodyMemory.MOST_BYTES + FREE))
                .isFalse();
        assertThat(second.timesToldToGiveUp).isZero();
        assertThat(memory.used()).isEqualTo(BodyMemory.MOST_BYTES);
    }

    @Test
    void whatIsHeldAndWhatGivesWayAreNeverMoreThanTwiceTheBound() {
        grow(first);
        grow(second);
        grow(third);
        HandMadePlace fourth = new HandMadePlace();
        grow(fourth);
        assertThat(memory.used()).isEqualTo(2 * BodyMemory.MOST_BYTES);
        assertThat(memory.tryGrow(new HandMadePlace(), FREE, FREE + 1)).isFalse();
        assertThat(third.timesToldToGiveUp).isZero();
        memory.release(first, HALF);
        grow(new HandMadePlace());
    }

    private void grow(HandMadePlace place) {
        assertThat(memory.tryGrow(place, FREE, HALF)).isTrue();
    }
}
