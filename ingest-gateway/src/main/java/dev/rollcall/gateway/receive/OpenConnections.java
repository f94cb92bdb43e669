package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.metrics.IngestMetrics;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bounds the connections, and lets them end in order when the gateway stops. */
final class OpenConnections {

    private final int most;
    private final IngestMetrics metrics;
    private final Set<WebhookConnection> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile boolean draining;

    OpenConnections(int most, IngestMetrics metrics) {
        this.most = most;
        this.metrics = metrics;
    }

    /** Returns whether the connection may stay. Either way {@link #closed} must follow. */
    boolean opened(WebhookConnection connection) {
        open.add(connection);
        if (metrics.connectionOpened() > most) {
            metrics.connectionRefused();
            return false;
        }
        return !draining;
    }

    void closed(WebhookConnection connection) {
        if (open.remove(connection)) {
            metrics.connectionClosed();
        }
        completeIfEmpty();
    }

    /** Lets every request that has begun be answered, and closes the rest. Returns whether all ended in time. */
    boolean drain(Duration within) throws InterruptedException {
        draining = true;
        open.forEach(WebhookConnection::drain);
        completeIfEmpty();
        try {
            empty.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            open.forEach(WebhookConnection::abandon);
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** True before the first connection is told: from then on each answer is its connection's last. */
    boolean areDraining() {
        return draining;
    }

    private void completeIfEmpty() {
        if (draining && open.isEmpty()) {
            empty.complete(null);
        }
    }
}
