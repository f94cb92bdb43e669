package dev.rollcall.gateway.receive;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what unfinished bodies may hold, over all connections. The first {@value #FREE_BYTES} bytes of each body are
 * free (the number of connections bounds those), so a crowd of slow large bodies can at worst starve other large ones,
 * and never an ordinary event of a few kilobytes.
 */
final class BodyMemory {

    static final int FREE_BYTES = 16 * 1024;
    static final long MOST_BYTES = 32L * 1024 * 1024;

    private final AtomicLong used = new AtomicLong();

    /** Returns whether a body may grow from one capacity to another. */
    boolean tryGrow(int from, int to) {
        long more = charged(to) - charged(from);
        if (more > 0 && used.addAndGet(more) > MOST_BYTES) {
            used.addAndGet(-more);
            return false;
        }
        return true;
    }

    void release(int capacity) {
        long charged = charged(capacity);
        if (charged > 0) {
            used.addAndGet(-charged);
        }
    }

    long used() {
        return used.get();
    }

    private static long charged(int capacity) {
        return Math.max(0, capacity - FREE_BYTES);
    }
}
