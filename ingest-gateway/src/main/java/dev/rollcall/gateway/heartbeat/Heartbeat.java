package dev.rollcall.gateway.heartbeat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.gateway.metrics.HeartbeatResult;
import dev.rollcall.gateway.metrics.IngestMetric;
import dev.rollcall.gateway.metrics.IngestMetrics;
import dev.rollcall.gateway.verify.Source;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a signed event of the type {@link EventType#HEARTBEAT} to this gateway's own public port, as Clerk would: so it
 * is received, verified, stored and applied like any other, and the worker reports when it last saw one. It carries no
 * data and no instance, and its key is its message id, so that each takes another partition.
 *
 * <p>Each opens a new connection, so that a port that no longer accepts connections shows.
 */
public final class Heartbeat {

    /** The longest that {@link #stop} takes; a heartbeat in flight is abandoned. */
    public static final Duration STOP = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int ACCEPTED = 202;

    private final HeartbeatSettings settings;
    private final Supplier<Source> source;
    private final BooleanSupplier due;
    private final IngestMetrics metrics;
    private final Clock clock;
    private @Nullable ScheduledExecutorService timer;
    private boolean wasWell = true;

    /**
     * @param source with whose current secret to sign, asked each time
     * @param due whether the gateway has been ready once: before that, every request is refused by design
     */
    public Heartbeat(
            HeartbeatSettings settings,
            Supplier<Source> source,
            BooleanSupplier due,
            IngestMetrics metrics,
            Clock clock) {
        this.settings = settings;
        this.source = source;
        this.due = due;
        this.metrics = metrics;
        this.clock = clock;
        metrics.secondsGauge(
                IngestMetric.HEARTBEAT_INTERVAL, settings, set -> set.interval().toMillis() / 1e3);
    }

    /** @param webhooks where this machine reaches the public port, up to the source's name */
    @SuppressWarnings("FutureReturnValueIgnored") // a beat reports by itself
    public void start(URI webhooks) {
        if (settings.isOff()) {
            return;
        }
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("heartbeat").daemon().factory());
        long millis = settings.interval().toMillis();
        started.scheduleAtFixedRate(() -> beatIfDue(webhooks), Math.min(millis, 1_000), millis, TimeUnit.MILLISECONDS);
        timer = started;
    }

    /** No further heartbeat begins. */
    public void stop() throws InterruptedException {
        if (timer != null) {
            timer.shutdownNow();
            timer.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void beatIfDue(URI webhooks) {
        if (due.getAsBoolean()) {
            try {
                report(post(webhooks));
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException failed) {
                // Whatever the failure is, the timer must keep running.
                LOG.debug("no heartbeat", failed);
                report(HeartbeatResult.UNANSWERED);
            }
        }
    }

    private HeartbeatResult post(URI webhooks) throws IOException, InterruptedException {
        long now = clock.millis();
        MessageId id = new MessageId("msg_heartbeat_" + UUID.randomUUID());
        String timestamp = Long.toString(Math.floorDiv(now, 1000L));
        byte[] body = "{\"data\":{\"interval_ms\":%d},\"object\":\"event\",\"type\":\"%s\",\"timestamp\":%d}"
                .formatted(settings.interval().toMillis(), EventType.HEARTBEAT, now)
                .getBytes(UTF_8);
        Source signer = source.get();
        HttpRequest request = HttpRequest.newBuilder(
                        webhooks.resolve(signer.name().value()))
                .header("Content-Type", "application/json")
                .header("svix-id", id.value())
                .header("svix-timestamp", timestamp)
                .header("svix-signature", signer.sign(id, timestamp, body))
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT)
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == ACCEPTED ? HeartbeatResult.ACKNOWLEDGED : HeartbeatResult.REFUSED;
        } finally {
            client.shutdownNow();
        }
    }

    private void report(HeartbeatResult result) {
        metrics.heartbeat(result);
        boolean well = result == HeartbeatResult.ACKNOWLEDGED;
        if (wasWell && !well) {
            LOG.warn("the heartbeat was not acknowledged ({}); further ones are counted only", result.label());
        } else if (well && !wasWell) {
            LOG.info("the heartbeat is acknowledged again");
        }
        wasWell = well;
    }
}
