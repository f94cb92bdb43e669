package dev.rollcall.worker.prepare.kafka;

import dev.rollcall.model.topic.PollBounds;

/**
 * How much of the heap Kafka's records may take: one budget for the process, from which the bounds of a batch, of a
 * poll, of what is fetched ahead and of the producers' buffers follow.
 *
 * @param bytes a quarter of the heap
 */
public record MemoryBudget(long bytes) {

    /**
     * Bytes on the heap for each byte of a batch's records while they are applied: the record, its columns as text, and
     * their arrays on the way to PostgreSQL. Measured with one repeated letter and with ordinary JSON; see
     * docs/operating.md.
     */
    public static final int DECODED = 5;

    private static final int SHARE_OF_HEAP = 4;
    private static final long MIB = 1024 * 1024;

    /** A change event can be longer than its event: escapes, and names where Clerk has none. */
    private static final long LEAST_PRODUCER = 4 * MIB + 256 * 1024;

    private static final long MOST_PRODUCER = 32 * MIB;
    private static final long MOST_BATCH = 64 * MIB;

    /** Of one loop's share, in hundredths: the rest is the batch's. */
    private static final int PRODUCER_SHARE = 18;

    private static final int FETCH_SHARE = 12;

    /** Of this process. */
    public static MemoryBudget ofHeap() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    static MemoryBudget ofHeap(long heap) {
        return new MemoryBudget(heap / SHARE_OF_HEAP);
    }

    /** The share of each of this many loops. */
    public OfLoop ofLoop(int loops) {
        long share = bytes / loops;
        long producer = Math.clamp(share * PRODUCER_SHARE / 100, LEAST_PRODUCER, MOST_PRODUCER);
        long fetch = share * FETCH_SHARE / 100;
        long records = (share - producer - PollBounds.within(0, fetch).fetchedAhead()) / DECODED;
        // The largest event always fits, whatever the heap is: otherwise its partition would be stuck.
        long batch = Math.clamp(records, PollBounds.LARGEST_EVENT, MOST_BATCH);
        return new OfLoop(batch, producer, PollBounds.within(batch, fetch));
    }

    /**
     * The share of one loop.
     *
     * @param batchBytes of keys, values and headers in one batch, uncompressed
     * @param producerBytes in the buffer of its producer
     * @param polls of its consumer
     */
    public record OfLoop(long batchBytes, long producerBytes, PollBounds polls) {}
}
