package dev.rollcall.worker.copy.consume;

import dev.rollcall.worker.copy.batch.BatchLimit;
import dev.rollcall.worker.prepare.kafka.MemoryBudget;
import java.time.Duration;

/**
 * How one thread consumes.
 *
 * @param topic the events
 * @param instance this worker's stable name; with the thread it makes the group instance id and the transactional id
 * @param thread 0 for the first
 * @param largestBatch records in one batch
 * @param poll how long a poll waits for records; also how quickly a stop is noticed
 * @param memory what its records may take of the heap
 * @param leaves whether a stop gives its partitions to the others at once, instead of keeping them for its restart
 */
public record LoopSettings(
        String topic,
        String instance,
        int thread,
        int largestBatch,
        Duration poll,
        MemoryBudget.OfLoop memory,
        boolean leaves) {

    public LoopSettings {
        if (largestBatch < 1) {
            throw new IllegalArgumentException("a batch has at least one record");
        }
    }

    /** Alone in its process. */
    public LoopSettings(String topic, String instance, int thread, int largestBatch, Duration poll) {
        this(topic, instance, thread, largestBatch, poll, MemoryBudget.ofHeap().ofLoop(1), false);
    }

    BatchLimit largest() {
        return new BatchLimit(largestBatch, memory.batchBytes());
    }

    LoopSettings ofThread(int another) {
        return new LoopSettings(topic, instance, another, largestBatch, poll, memory, leaves);
    }

    /** Unique among all threads of all workers, and the same after a restart. */
    public String identity() {
        return instance + "-" + thread;
    }
}
