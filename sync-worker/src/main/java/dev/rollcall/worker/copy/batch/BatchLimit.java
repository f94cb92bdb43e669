package dev.rollcall.worker.copy.batch;

/**
 * How much one batch may hold.
 *
 * @param records their number
 * @param bytes of their keys, values and headers, uncompressed; one record alone may have more
 */
public record BatchLimit(int records, long bytes) {

    public BatchLimit {
        if (records < 1 || bytes < 1) {
            throw new IllegalArgumentException("a batch has at least one record");
        }
    }

    /** Twice as much, but at most the largest. */
    public BatchLimit doubled(BatchLimit largest) {
        return new BatchLimit((int) Math.min(largest.records, records * 2L), Math.min(largest.bytes, bytes * 2));
    }

    /** At most as much as the other in each respect. */
    public BatchLimit within(BatchLimit other) {
        return new BatchLimit(Math.min(records, other.records), Math.min(bytes, other.bytes));
    }

    public BatchLimit withRecords(int count) {
        return new BatchLimit(count, bytes);
    }
}
