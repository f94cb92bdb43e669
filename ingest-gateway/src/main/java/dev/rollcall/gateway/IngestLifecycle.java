package dev.rollcall.gateway;

import dev.rollcall.gateway.heartbeat.Heartbeat;
import dev.rollcall.gateway.publish.EventPublisher;
import dev.rollcall.gateway.publish.PublisherOpening;
import dev.rollcall.gateway.receive.WebhookServer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts last and stops first. In stopping, requests that have begun are answered from Kafka's acknowledgement before the
 * producer is closed, so that nothing is lost that was answered 202, and nothing answered 202 that is lost.
 */
final class IngestLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(IngestLifecycle.class);

    /** A sender that has just begun may take 10 s for its body and waits 2.5 s for its answer. */
    static final Duration DRAIN = Duration.ofMillis(12_500);

    static final Duration CLOSE_PRODUCER = Duration.ofMillis(2500);

    private final WebhookServer server;
    private final EventPublisher publisher;
    private final PublisherOpening opening;
    private final Heartbeat heartbeat;
    private volatile boolean running;
    private volatile boolean stoppedInOrder;

    IngestLifecycle(WebhookServer server, EventPublisher publisher, PublisherOpening opening, Heartbeat heartbeat) {
        this.server = server;
        this.publisher = publisher;
        this.opening = opening;
        this.heartbeat = heartbeat;
    }

    @Override
    public void start() {
        try {
            server.start();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", interrupted);
        }
        opening.start();
        heartbeat.start(server.at("/webhooks/"));
        running = true;
        LOG.info("webhooks are received on port {} at /webhooks/<source>", server.port());
    }

    @Override
    public void stop() {
        running = false;
        try {
            heartbeat.stop();
            boolean allAnswered = server.drain(DRAIN);
            opening.stop();
            publisher.close(CLOSE_PRODUCER);
            server.close();
            stoppedInOrder = allAnswered;
            if (allAnswered) {
                LOG.info("stopped: every request that had begun was answered");
            } else {
                LOG.warn("stopped: some requests took too long and were not answered, so their senders will retry");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            LOG.warn("interrupted while stopping: some requests may not have been answered");
        }
    }

    /** Whether the last stop answered every request. */
    boolean stoppedInOrder() {
        return stoppedInOrder;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the management port (MAX - 1024) when starting, before it when stopping: draining can be watched. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 512;
    }
}
