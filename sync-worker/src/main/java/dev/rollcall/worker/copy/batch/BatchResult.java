package dev.rollcall.worker.copy.batch;

import java.time.Duration;

/**
 * A batch that is committed on both sides.
 *
 * @param committedAtMillis when the database had committed, epoch milliseconds
 * @param took from the first record's decoding to the Kafka commit
 */
public record BatchResult(Resolution resolution, Applied applied, long committedAtMillis, Duration took) {

    /** The same, with the time that its commit took too. */
    public BatchResult took(Duration in) {
        return new BatchResult(resolution, applied, committedAtMillis, in);
    }
}
