package dev.rollcall.simulator.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What lists show while they are behind: everything as it was so many requests ago. */
final class LaggingLists implements Consumer<Consumer<ClerkObjects>> {

    private record Change(long at, Consumer<ClerkObjects> change) {}

    private final Deque<Change> pending = new ArrayDeque<>();
    private final ClerkObjects shown;
    private long requests;

    LaggingLists(ClerkObjects objects) {
        shown = objects.copy(this);
    }

    @Override
    public synchronized void accept(Consumer<ClerkObjects> change) {
        pending.add(new Change(requests, change));
    }

    /** As one more request sees them. */
    synchronized ClerkObjects behindBy(int most) {
        requests++;
        while (!pending.isEmpty() && pending.getFirst().at() + most < requests) {
            pending.removeFirst().change().accept(shown);
        }
        return shown;
    }
}
