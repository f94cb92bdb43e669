package dev.rollcall.worker.consume;

import java.time.Duration;

/**
 * How one thread consumes.
 *
 * @param topic the events
 * @param instance this worker's stable name; with the thread it makes the group instance id and the transactional id
 * @param thread 0 for the first
 * @param largestBatch records in one poll
 * @param poll how long a poll waits for records; also how quickly a stop is noticed
 */
public record LoopSettings(String topic, String instance, int thread, int largestBatch, Duration poll) {

    public LoopSettings {
        if (largestBatch < 1) {
            throw new IllegalArgumentException("a batch has at least one record");
        }
    }

    /** Unique among all threads of all workers, and the same after a restart. */
    public String identity() {
        return instance + "-" + thread;
    }
}
