package dev.rollcall.simulator.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Clerk's limit: so many requests in any ten seconds for an instance, whoever asks. Shared by us and the application whose
 * users wait for its answers.
 */
final class RateWindow {

    private static final long WINDOW_NANOS = 10_000_000_000L;

    private final int most;
    private final LongSupplier nanoTime;
    private final Deque<Long> taken = new ArrayDeque<>();
    private int largest;

    RateWindow(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** Whether there is room for one more; what is refused takes none. */
    synchronized boolean take() {
        long now = nanoTime.getAsLong();
        while (!taken.isEmpty() && now - taken.getFirst() > WINDOW_NANOS) {
            taken.removeFirst();
        }
        if (taken.size() >= most) {
            return false;
        }
        taken.addLast(now);
        largest = Math.max(largest, taken.size());
        return true;
    }

    /** The most that any ten seconds had. */
    synchronized int largest() {
        return largest;
    }
}
