package dev.rollcall.gateway.publish;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what waits for Kafka, in events and in bytes, below what the producer can buffer: beyond that it would block
 * its caller, or grow.
 */
final class InFlight {

    static final long MOST_BYTES = 16L * 1024 * 1024;
    static final int MOST_EVENTS = 4096;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger events = new AtomicInteger();

    /** Returns whether there was room. If so, {@link #release} must follow. */
    boolean tryAcquire(int size) {
        // Both are counted before either is judged, so that release() undoes both.
        long bytesNow = bytes.addAndGet(size);
        int eventsNow = events.incrementAndGet();
        boolean isRoom = eventsNow <= MOST_EVENTS && bytesNow <= MOST_BYTES;
        if (!isRoom) {
            release(size);
        }
        return isRoom;
    }

    void release(int size) {
        bytes.addAndGet(-size);
        events.decrementAndGet();
    }

    long bytes() {
        return bytes.get();
    }
}
