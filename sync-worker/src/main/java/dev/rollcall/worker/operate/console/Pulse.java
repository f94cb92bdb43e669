package dev.rollcall.worker.operate.console;

import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of everything, once a second.
 *
 * @param atMillis milliseconds since the epoch
 * @param startedMillis when this process began to look
 * @param instance the worker's name
 * @param clerkInstance the Clerk instance that the database is a copy of; null while this worker does not
 *     know it: before its first batch
 */
public record Pulse(
        long atMillis,
        long startedMillis,
        String instance,
        @Nullable String clerkInstance,
        Standing standing,
        List<Loop> loops,
        GatewayReading gateway,
        PartitionReading partitions,
        SequencedMap<String, Long> outcomes,
        SequencedMap<String, Long> failures,
        DeadLetters deadLetters,
        Point point) {

    public Pulse {
        loops = List.copyOf(loops);
    }

    /** One thread of this worker. */
    public record Loop(boolean running, boolean waits, int partitions, double secondsSinceSign) {}

    /**
     * Open ones.
     *
     * @param oldestSeconds 0 when there is none
     */
    public record DeadLetters(SequencedMap<String, Long> byCode, double oldestSeconds) {}
}
