package dev.rollcall.worker.operate.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the group has read in {@code clerk.events}, over all workers.
 *
 * @param atMillis when Kafka said so last, milliseconds since the epoch; 0 when it never did
 * @param asked whether an answer or its absence is known yet; false in a worker's first seconds
 * @param answers whether it answered the last time it was asked
 */
public record PartitionReading(long atMillis, boolean asked, boolean answers, List<Lag> partitions) {

    static final PartitionReading NOT_ASKED = new PartitionReading(0, false, false, List.of());

    public PartitionReading {
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition.
     *
     * @param records that are stored and not processed
     * @param reader client id of the loop that reads it; null when none does
     */
    public record Lag(int partition, long records, @Nullable String reader) {}
}
