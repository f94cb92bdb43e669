package dev.rollcall.worker.prepare.kafka;

import dev.rollcall.model.topic.PollBounds;

/**
 * How much of the heap Kafka's records may take: one budget for the process, from which the bounds of a batch, of a
 * poll, of what is fetched ahead and of the producers' buffers follow.
 *
 * <p>Not in it: the tree of the one record that is being decoded, up to 18 times its bytes for small records and 12 times
 * for large ones (6 MB for the largest), and the ends of a cascade. Those are no records, so no bound of a batch reaches
 * them, and one transaction has to hold them all, or a reader would see half of an organization ended. Each keeps about 320
 * bytes until it is announced: 32 MB for 100,000 members; docs/operating.md says from where on a larger heap is wanted.
 *
 * @param bytes a quarter of the heap
 */
public record MemoryBudget(long bytes) {

    /**
     * Bytes on the heap for each byte of a batch's records while they are applied: 1 for the record, and, as HeapOfABatchIT
     * measures with ordinary JSON, numbers, one repeated letter and Japanese, 0.7 to 1.4 for its columns. Writing them makes
     * 2.2 to 5.2 more, of which half are copies that grew too small and are garbage at once: that all is never there at the
     * same time, and 5 is what is, rounded up.
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
