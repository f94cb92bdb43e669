package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.metrics.IngestMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections, and lets them end in order when the gateway stops.
 *
 * <p>When all places are taken, a new connection gets the place of a stranger, so that nobody can lock the genuine
 * sender out by holding connections: of those that have not delivered a verified request the oldest that has been
 * silent for a second, else the oldest that has not sent a complete head, else the oldest. A sender that delivers its
 * request promptly is answered before its turn comes: with 4,096 places and 1,000 new connections a second it has four
 * seconds. Only when verified senders hold every place is the new connection the one that ends.
 */
final class OpenConnections {

    /** How long a sender may take between two packets while others wait for its place. */
    static final Duration SILENCE = Duration.ofSeconds(1);

    private final int most;
    private final IngestMetrics metrics;
    private final LongSupplier nanoTime;

    /** Oldest first. Without those that were told to give way, which are still open. */
    private final Set<Place> places = new LinkedHashSet<>();

    private final Set<Place> leaving = new LinkedHashSet<>();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile boolean draining;

    /** What is asked of a connection and told to it, by any thread. */
    interface Place {

        /** Whether it has delivered a verified request, or one that is being looked at. It keeps its place then. */
        boolean isEarned();

        /** Whether the head of a request has come. */
        boolean hasSentHead();

        /** When a byte came last, or the connection was opened, as {@link System#nanoTime}. */
        long lastByteAt();

        /** Ends, unless it has earned its place by now, which it says by {@link #stays}. */
        void giveWay();

        /** Lets go of the body that has not come whole, unless it has by now or its sender has earned its place. */
        void giveUpBody();

        /** The gateway stops: a request that has begun is still answered. */
        void drain();

        /** The time for draining is over. */
        void abandon();
    }

    OpenConnections(int most, IngestMetrics metrics, LongSupplier nanoTime) {
        this.most = most;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** Returns whether the connection may stay. Either way {@link #closed} must follow. */
    boolean opened(Place connection) {
        metrics.connectionOpened();
        Place loser;
        synchronized (this) {
            places.add(connection);
            if (places.size() <= most) {
                return !draining;
            }
            loser = stranger(places, place -> !place.equals(connection), nanoTime.getAsLong());
            if (loser != null) {
                places.remove(loser);
                leaving.add(loser);
            }
        }
        if (loser == null) {
            metrics.connectionRefused();
            return false;
        }
        metrics.connectionEvicted();
        loser.giveWay();
        return !draining;
    }

    /** A connection that was told to give way has earned its place meanwhile. */
    synchronized void stays(Place connection) {
        if (leaving.remove(connection)) {
            places.add(connection);
        }
    }

    void closed(Place connection) {
        boolean wasOpen;
        synchronized (this) {
            wasOpen = places.remove(connection) || leaving.remove(connection);
        }
        if (wasOpen) {
            metrics.connectionClosed();
        }
        completeIfEmpty();
    }

    /** Lets every request that has begun be answered, and closes the rest. Returns whether all ended in time. */
    boolean drain(Duration within) throws InterruptedException {
        draining = true;
        open().forEach(Place::drain);
        completeIfEmpty();
        try {
            empty.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            open().forEach(Place::abandon);
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** True before the first connection is told: from then on each answer is its connection's last. */
    boolean areDraining() {
        return draining;
    }

    /**
     * Who gives way. Looks no further than the first silent one: under a flood that is the first of all.
     *
     * @param places oldest first
     * @param asked which of them are asked at all
     * @param now as {@link System#nanoTime}
     */
    static @Nullable Place stranger(Collection<Place> places, Predicate<Place> asked, long now) {
        Place withoutHead = null;
        Place oldest = null;
        for (Place place : places) {
            if (!asked.test(place) || place.isEarned()) {
                continue;
            }
            if (now - place.lastByteAt() >= SILENCE.toNanos()) {
                return place;
            }
            if (withoutHead == null && !place.hasSentHead()) {
                withoutHead = place;
            }
            if (oldest == null) {
                oldest = place;
            }
        }
        return withoutHead == null ? oldest : withoutHead;
    }

    private synchronized List<Place> open() {
        List<Place> open = new ArrayList<>(places);
        open.addAll(leaving);
        return open;
    }

    private void completeIfEmpty() {
        if (draining && open().isEmpty()) {
            empty.complete(null);
        }
    }
}
