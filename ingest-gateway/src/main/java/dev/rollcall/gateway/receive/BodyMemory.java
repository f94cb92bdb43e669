package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.metrics.IngestMetrics;
import dev.rollcall.gateway.receive.OpenConnections.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Bounds what unfinished bodies may hold, over all connections. The first {@value #FREE_BYTES} bytes of each body are
 * free, since the number of connections bounds those, so a crowd of large bodies never costs an ordinary event of a few
 * kilobytes anything.
 *
 * <p>When all is held, a body that grows gets the memory of strangers, by the rule that {@link OpenConnections} has for
 * places: who sends large bodies and does not end them locks no genuine large event out. It is refused only when verified
 * senders hold everything. What gives way is held for as long as its event loop takes to let go of it: all together never
 * exceeds twice the bound.
 */
final class BodyMemory {

    static final int FREE_BYTES = 16 * 1024;
    static final long MOST_BYTES = 32L * 1024 * 1024;

    private final IngestMetrics metrics;
    private final LongSupplier nanoTime;

    /** Bytes of each body that holds some beyond the free ones, and of those that were told to give way. */
    private final Map<Place, Long> held = new LinkedHashMap<>();

    private final Map<Place, Long> leaving = new HashMap<>();
    private long heldBytes;
    private long leavingBytes;

    BodyMemory(IngestMetrics metrics, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** Returns whether the body of a connection may grow from one capacity to another. */
    boolean tryGrow(Place connection, int from, int to) {
        long more = charged(to) - charged(from);
        if (more <= 0) {
            return true;
        }
        List<Place> losers = new ArrayList<>();
        boolean fits = grow(connection, more, losers);
        losers.forEach(loser -> {
            metrics.connectionEvicted();
            loser.giveUpBody();
        });
        return fits;
    }

    /** The body of a connection has ended, whole or not. */
    void release(Place connection, int capacity) {
        if (charged(capacity) == 0) {
            return;
        }
        synchronized (this) {
            heldBytes -= Objects.requireNonNullElse(held.remove(connection), 0L);
            leavingBytes -= Objects.requireNonNullElse(leaving.remove(connection), 0L);
        }
    }

    synchronized long used() {
        return heldBytes + leavingBytes;
    }

    private synchronized boolean grow(Place connection, long more, List<Place> losers) {
        if (leaving.containsKey(connection)) {
            return false;
        }
        if (heldBytes + leavingBytes + more > 2 * MOST_BYTES || !find(losers, connection, more)) {
            losers.clear();
            return false;
        }
        for (Place loser : losers) {
            long bytes = Objects.requireNonNull(held.remove(loser));
            heldBytes -= bytes;
            leaving.put(loser, bytes);
            leavingBytes += bytes;
        }
        held.merge(connection, more, Long::sum);
        heldBytes += more;
        return true;
    }

    /** Returns whether enough of them could give way. */
    private boolean find(List<Place> losers, Place connection, long more) {
        long over = heldBytes + more - MOST_BYTES;
        while (over > 0) {
            Place loser = OpenConnections.stranger(
                    held.keySet(), place -> !place.equals(connection) && !losers.contains(place), nanoTime.getAsLong());
            if (loser == null) {
                return false;
            }
            over -= Objects.requireNonNull(held.get(loser));
            losers.add(loser);
        }
        return true;
    }

    private static long charged(int capacity) {
        return Math.max(0, capacity - FREE_BYTES);
    }
}
