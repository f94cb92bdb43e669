package dev.rollcall.model.topic;

import java.util.Map;

/**
 * How much a consumer may have in memory at once. Kafka's own limits count compressed bytes, and a record of one
 * repeated letter becomes two hundred times as long; only the number of records in a poll bounds what they become.
 *
 * @param records the most in one poll: a client decompresses no more than these
 * @param partitionBytes compressed, of one partition in one fetch
 * @param fetchBytes compressed, of one broker in one fetch; the client keeps one of each broker
 */
public record PollBounds(int records, int partitionBytes, int fetchBytes) {

    /** The largest event that the gateway takes (512 KiB) with its key and headers, uncompressed. */
    public static final int LARGEST_EVENT = 576 * 1024;

    /** Larger clusters exist, but the partitions of one topic are seldom fetched from more brokers at once. */
    private static final int BROKERS = 3;

    private static final int MOST_RECORDS = 64;
    private static final int LEAST_BYTES = 256 * 1024;
    private static final int MOST_PARTITION_BYTES = 2 * 1024 * 1024;
    private static final int MOST_FETCH_BYTES = 8 * 1024 * 1024;

    /**
     * Divides the memory that there is.
     *
     * @param pollBytes for the records of one poll, as they become
     * @param fetchBytes for what is fetched ahead of all brokers
     */
    public static PollBounds within(long pollBytes, long fetchBytes) {
        int fetch = Math.clamp(fetchBytes / BROKERS, LEAST_BYTES, MOST_FETCH_BYTES);
        return new PollBounds(
                Math.clamp(pollBytes / LARGEST_EVENT, 1, MOST_RECORDS), Math.min(fetch, MOST_PARTITION_BYTES), fetch);
    }

    /** For a reader beside other work: some megabytes, whatever the heap is. */
    public static PollBounds small() {
        return within(8L * LARGEST_EVENT, 3L * 1024 * 1024);
    }

    /** What is fetched ahead of all brokers, in bytes. */
    public long fetchedAhead() {
        return (long) BROKERS * fetchBytes;
    }

    /** As the settings of a Kafka consumer. */
    public Map<String, Object> settings() {
        return Map.of(
                "max.poll.records",
                records,
                "max.partition.fetch.bytes",
                partitionBytes,
                "fetch.max.bytes",
                fetchBytes);
    }
}
