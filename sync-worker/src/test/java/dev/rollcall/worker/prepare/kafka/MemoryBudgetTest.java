package dev.rollcall.worker.prepare.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.PollBounds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final long MIB = 1024 * 1024;

    @Test
    void aThousandOrdinaryEventsAreOneBatchInTheHeapOfTheLocalStack() {
        MemoryBudget.OfLoop loop = MemoryBudget.ofHeap(213 * MIB).ofLoop(2);
        assertThat(loop.batchBytes()).isGreaterThan(1000 * 3_400L);
    }

    @Test
    void theProducerAndWhatIsFetchedHaveTheirHundredths() {
        MemoryBudget.OfLoop loop = new MemoryBudget(100 * MIB).ofLoop(2);
        assertThat(loop.producerBytes()).isEqualTo(9 * MIB);
        assertThat(loop.polls().fetchBytes()).isEqualTo(2 * MIB);
        assertThat(loop.batchBytes()).isEqualTo(7 * MIB);
    }

    @Test
    void thisProcessHasAQuarterOfItsHeap() {
        assertThat(MemoryBudget.ofHeap())
                .isEqualTo(new MemoryBudget(Runtime.getRuntime().maxMemory() / 4));
    }

    @Property
    void recordsAsTheyBecomeBuffersAndFetchesAreAQuarterOfTheHeap(
            @ForAll @IntRange(min = 96, max = 8_192) int heapPerLoop, @ForAll @IntRange(min = 1, max = 12) int loops) {
        long heap = heapPerLoop * MIB * loops;
        MemoryBudget.OfLoop loop = MemoryBudget.ofHeap(heap).ofLoop(loops);
        long taken = loop.batchBytes() * MemoryBudget.DECODED
                + loop.producerBytes()
                + loop.polls().fetchedAhead();
        assertThat(taken * loops).isLessThanOrEqualTo(heap / 4);
        assertThat(loop.polls().records() * (long) PollBounds.LARGEST_EVENT).isLessThanOrEqualTo(loop.batchBytes());
    }

    @Property
    void theLargestEventFitsWhateverTheHeapIs(
            @ForAll @IntRange(min = 8, max = 96) int heap, @ForAll @IntRange(min = 1, max = 12) int loops) {
        MemoryBudget.OfLoop loop = MemoryBudget.ofHeap(heap * MIB).ofLoop(loops);
        assertThat(loop.batchBytes()).isGreaterThanOrEqualTo(PollBounds.LARGEST_EVENT);
        assertThat(loop.polls().records()).isPositive();
        assertThat(loop.producerBytes()).isGreaterThan(4 * MIB);
    }

    @Test
    void aReaderBesideTheLoopsHasFewRecordsAtATime() {
        assertThat(PollBounds.small().settings())
                .containsEntry("max.poll.records", 8)
                .containsEntry("max.partition.fetch.bytes", 1024 * 1024)
                .containsEntry("fetch.max.bytes", 1024 * 1024);
    }
}
