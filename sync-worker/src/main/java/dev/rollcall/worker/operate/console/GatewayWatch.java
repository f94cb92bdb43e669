package dev.rollcall.worker.operate.console;

import dev.rollcall.model.metrics.MetricsPage;
import dev.rollcall.model.metrics.RefusedRequests;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the gateways for their metrics. Their counters begin at 0 whenever a gateway starts, and a new gateway is not
 * seen from its beginning, so only the difference to the last reading counts. Used by one thread; read by all.
 */
final class GatewayWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayWatch.class);

    private static final Duration PATIENCE = Duration.ofMillis(1_500);
    private static final Duration RECENTLY = Duration.ofMinutes(5);
    private static final int LARGEST_PAGE = 8 * 1024 * 1024;
    private static final int OK = 200;

    private static final String RECEIVED = "rollcall_ingest_received_total";
    private static final String REQUESTS = "rollcall_ingest_requests_total";
    private static final String VERIFIED = "rollcall_ingest_verified_total";
    private static final String HEARTBEATS = "rollcall_heartbeats_total";
    private static final String LAST_VERIFIED = "rollcall_last_verified_webhook_timestamp_seconds";
    private static final String PORT = "rollcall_ingest_port";
    private static final String BREAKER = "resilience4j_circuitbreaker_state";

    private static final List<String> OUTCOMES = List.of("rejected", "excluded", "acknowledged", "unavailable");
    private static final String HEARTBEATS_ACKNOWLEDGED = "heartbeats acknowledged";
    private static final String HEARTBEATS_REFUSED = "heartbeats refused";
    /** The worst last. */
    private static final List<String> BREAKER_STATES = List.of("closed", "half_open", "open", "forced_open");

    private final List<URI> gateways;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<URI, Map<String, Long>> before = new HashMap<>();
    private final SequencedMap<String, Long> counted = new TreeMap<>();
    private final Map<URI, Map<String, Long>> refusedBefore = new HashMap<>();
    private final Clock clock;
    private final Deque<Refused> forSignature = new ArrayDeque<>();
    private GatewayReading.@Nullable Refusal lastRefused;
    private volatile GatewayReading latest;

    /** So many of one reason, between two looks. */
    private record Refused(String reason, long times, long atMillis) {}

    /** @param gateways their metrics' addresses */
    GatewayWatch(List<URI> gateways, Clock clock) {
        this.gateways = List.copyOf(gateways);
        this.clock = clock;
        latest = new GatewayReading(
                gateways.size(),
                gateways.stream().map(URI::toString).toList(),
                new TreeMap<>(),
                null,
                null,
                null,
                null,
                null);
    }

    GatewayReading latest() {
        return latest;
    }

    void look() throws InterruptedException {
        List<String> silent = new ArrayList<>();
        long lastVerified = 0;
        int breaker = -1;
        Set<Integer> ports = new TreeSet<>();
        for (URI gateway : gateways) {
            Optional<MetricsPage> page = ask(gateway);
            if (page.isEmpty()) {
                silent.add(gateway.toString());
            } else {
                add(gateway, page.get());
                refused(gateway, page.get());
                ports.add((int) page.get().sum(PORT));
                lastVerified = Math.max(lastVerified, (long) (page.get().sum(LAST_VERIFIED) * 1_000));
                breaker = Math.max(breaker, breakerOf(page.get()));
            }
        }
        latest = new GatewayReading(
                gateways.size(),
                silent,
                webhooks(),
                lastVerified == 0 ? null : Long.valueOf(lastVerified),
                breaker < 0 ? null : BREAKER_STATES.get(breaker),
                ports.size() == 1 && !ports.contains(0) ? ports.iterator().next() : null,
                lastRefused,
                signatures());
    }

    /** A wrong secret is of interest while it is wrong; the oldest leave with time. */
    private GatewayReading.@Nullable Signatures signatures() {
        long since = clock.millis() - RECENTLY.toMillis();
        forSignature.removeIf(refused -> refused.atMillis() < since);
        Refused last = forSignature.peekLast();
        return last == null
                ? null
                : new GatewayReading.Signatures(
                        forSignature.stream().mapToLong(Refused::times).sum(),
                        last.reason(),
                        last.atMillis(),
                        RECENTLY.toMinutes());
    }

    private Optional<MetricsPage> ask(URI gateway) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway)
                .timeout(PATIENCE)
                .header("Accept", "text/plain")
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(LARGEST_PAGE);
                MetricsPage page = MetricsPage.parse(new String(bytes, StandardCharsets.UTF_8));
                return response.statusCode() == OK && page.has(RECEIVED) ? Optional.of(page) : Optional.empty();
            }
        } catch (IOException silent) {
            LOG.debug("The gateway at {} does not answer", gateway, silent);
            return Optional.empty();
        }
    }

    private void add(URI gateway, MetricsPage page) {
        Map<String, Long> now = new HashMap<>();
        now.put(HEARTBEATS_ACKNOWLEDGED, (long) page.sum(HEARTBEATS, Map.of("result", "acknowledged")));
        now.put(HEARTBEATS_REFUSED, (long) page.sum(HEARTBEATS, Map.of("result", "refused")));
        now.put("verified", (long) page.sum(VERIFIED));
        for (String outcome : OUTCOMES) {
            now.put(outcome, (long) page.sum(REQUESTS, Map.of("outcome", outcome)));
        }
        @Nullable Map<String, Long> last = before.put(gateway, now);
        now.forEach((name, value) -> {
            long known = last == null ? value : last.getOrDefault(name, 0L);
            counted.merge(name, risen(known, value), Long::sum);
        });
    }

    /** A counter that is lower than it was belongs to a gateway that has begun anew. */
    private static long risen(long known, long value) {
        return value < known ? value : value - known;
    }

    /** A counter does not say when it rose: between this look and the last one. */
    private void refused(URI gateway, MetricsPage page) {
        Map<String, Long> now = new TreeMap<>();
        page.all(REQUESTS).stream()
                .filter(sample -> sample.label("outcome").equals("rejected") && sample.value() > 0)
                .forEach(sample -> now.merge(sample.label("reason"), (long) sample.value(), Long::sum));
        @Nullable Map<String, Long> last = refusedBefore.put(gateway, now);
        now.forEach((reason, value) -> {
            if (last == null) {
                lastRefused = lastRefused == null ? new GatewayReading.Refusal(reason, null) : lastRefused;
            } else if (value != last.getOrDefault(reason, 0L).longValue()) {
                lastRefused = new GatewayReading.Refusal(reason, clock.millis());
                if (RefusedRequests.isForSignature(reason)) {
                    forSignature.add(new Refused(reason, risen(last.getOrDefault(reason, 0L), value), clock.millis()));
                }
            }
        });
    }

    /**
     * The gateways' own heartbeats are requests to them, and no webhooks. They are never among the verified; among the
     * answers they are counted a moment before they are counted as heartbeats, so that no answer may be more than what was
     * verified. A heartbeat is refused when Kafka is away; what is left over of those was rejected.
     */
    private SequencedMap<String, Long> webhooks() {
        long verified = of("verified");
        long excluded = Math.min(of("excluded"), verified);
        long refusedHeartbeats = of(HEARTBEATS_REFUSED);
        long unavailable = of("unavailable");
        long ofWebhooks = between(unavailable - refusedHeartbeats, verified - excluded);
        long rejected = Math.max(0, of("rejected") - Math.max(0, refusedHeartbeats - unavailable));
        SequencedMap<String, Long> webhooks = new TreeMap<>();
        webhooks.put("received", verified + rejected);
        webhooks.put("rejected", rejected);
        webhooks.put("verified", verified);
        webhooks.put("excluded", excluded);
        webhooks.put("unavailable", ofWebhooks);
        webhooks.put(
                "acknowledged",
                between(of("acknowledged") - of(HEARTBEATS_ACKNOWLEDGED), verified - excluded - ofWebhooks));
        return webhooks;
    }

    private long of(String name) {
        return counted.getOrDefault(name, 0L);
    }

    private static long between(long value, long most) {
        return Math.max(0, Math.min(value, most));
    }

    private static int breakerOf(MetricsPage page) {
        for (int worst = BREAKER_STATES.size() - 1; worst >= 0; worst--) {
            if (page.sum(BREAKER, Map.of("state", BREAKER_STATES.get(worst))) > 0) {
                return worst;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
