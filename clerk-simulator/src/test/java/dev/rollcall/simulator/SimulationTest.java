package dev.rollcall.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.simulator.delivery.WebhookSignature;
import dev.rollcall.simulator.world.Fault;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole runs over HTTP, against an endpoint that verifies as a gateway must and fails as it is told. */
class SimulationTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int EVENTS = 400;

    private final WebhookSignature signature = WebhookSignature.of(SECRET);
    private final Map<String, ConcurrentLinkedQueue<Attempt>> attempts = new ConcurrentHashMap<>();
    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** What the endpoint answers to a good signature. */
    private volatile ToIntFunction<String> answer = messageId -> 202;

    private final HttpServer server;

    SimulationTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.setExecutor(threads);
        server.createContext("/webhooks/clerk", this::receive);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    @Test
    void deliversEveryMessageOnceWhenNothingFails() throws InterruptedException {
        SimulationReport report = Simulation.run(settings("none"), ProgressListener.NONE);
        assertThat(report.deliveries()).isEqualTo(EVENTS);
        assertThat(report.attempts()).isEqualTo(EVENTS);
        assertThat(report.acknowledged()).isEqualTo(EVENTS);
        assertThat(report.retried()).isZero();
        assertThat(report.acknowledgedMessageIds()).isEqualTo(worldIds("none")).isEqualTo(stored);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void triesAgainUntilAcknowledged() throws InterruptedException {
        // every third message is refused twice, each time differently
        answer = messageId -> {
            int number = tries(messageId);
            boolean unlucky = messageId.hashCode() % 3 == 0;
            return unlucky && number == 1 ? 503 : unlucky && number == 2 ? 302 : 204;
        };
        SimulationReport report = Simulation.run(settings("none"), ProgressListener.NONE);
        long unlucky =
                worldIds("none").stream().filter(id -> id.hashCode() % 3 == 0).count();
        assertThat(unlucky).isPositive();
        assertThat(report.refused()).isEqualTo(2 * unlucky);
        assertThat(report.retried()).isEqualTo(2 * unlucky);
        assertThat(report.attempts()).isEqualTo(EVENTS + 2 * unlucky);
        assertThat(report.acknowledgedMessageIds()).isEqualTo(worldIds("none"));
    }

    @Test
    void anAttemptHasTheSameIdAndBodyAndItsOwnTimestampAndSignature() throws InterruptedException {
        answer = messageId -> tries(messageId) < 3 ? 500 : 202;
        Simulation.run(settings("none"), ProgressListener.NONE);
        attempts.values().forEach(tried -> {
            assertThat(tried).hasSize(3);
            assertThat(tried.stream().map(Attempt::bodyHash).distinct()).hasSize(1);
            assertThat(tried).allMatch(Attempt::verified);
        });
    }

    @Test
    void givesUpAfterEightAttemptsAndSaysWhich() throws InterruptedException {
        String doomed = worldIds("none").stream().sorted().findFirst().orElseThrow();
        answer = messageId -> messageId.equals(doomed) ? 429 : 202;
        SimulationReport report = Simulation.run(settings("none"), ProgressListener.NONE);
        assertThat(attempts.get(doomed)).hasSize(8);
        assertThat(report.undelivered()).isEqualTo(1);
        assertThat(report.undeliveredMessageIds()).containsExactly(doomed);
        assertThat(report.lastStatuses()).containsExactly(Map.entry(429, 1L));
        assertThat(report.acknowledgedMessageIds()).hasSize(EVENTS - 1).doesNotContain(doomed);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void forgeriesAreRefusedAndNotTriedAgain() throws InterruptedException {
        SimulationReport report = Simulation.run(settings("all"), ProgressListener.NONE);
        assertThat(report.forgedRefused()).isEqualTo(EVENTS / 50);
        assertThat(report.forgedAccepted()).isZero();
        assertThat(stored).isEqualTo(worldIds("all")).isEqualTo(report.acknowledgedMessageIds());
        assertThat(report.faults().keySet()).isEqualTo(Fault.parse("all"));
        assertThat(report.deliveries())
                .isEqualTo(report.acknowledged() + report.forgedRefused())
                .isGreaterThan(EVENTS);
    }

    @Test
    void anEndpointThatAcceptsForgeriesIsFoundOut() throws InterruptedException {
        server.removeContext("/webhooks/clerk");
        server.createContext("/webhooks/clerk", exchange -> {
            exchange.getRequestBody().readAllBytes();
            respond(exchange, 202);
        });
        SimulationReport report = Simulation.run(settings("forged"), ProgressListener.NONE);
        assertThat(report.forgedAccepted()).isEqualTo(EVENTS / 50);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void neverHasMoreRequestsInFlightThanConnections() throws InterruptedException {
        Simulation.run(settings("none").withConnections(3), ProgressListener.NONE);
        assertThat(mostInFlight.get()).isBetween(1, 3);
    }

    @Test
    void tellsItsProgressToTheEnd() throws InterruptedException {
        List<ProgressListener.Progress> heard = new ArrayList<>();
        SimulationReport report = Simulation.run(settings("all"), heard::add);
        ProgressListener.Progress last = heard.getLast();
        assertThat(last.deliveries()).isEqualTo(report.deliveries());
        assertThat(last.attempts()).isEqualTo(report.attempts());
        assertThat(last.acknowledged()).isEqualTo(report.acknowledged());
        assertThat(last.waiting()).isZero();
    }

    private void receive(HttpExchange exchange) throws IOException {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        byte[] body = exchange.getRequestBody().readAllBytes();
        String id = header(exchange, "svix-id");
        long timestamp = Long.parseLong(header(exchange, "svix-timestamp"));
        boolean fresh = Math.abs(Instant.now().getEpochSecond() - timestamp) <= 300;
        boolean verified = fresh && header(exchange, "svix-signature").equals(signature.sign(id, timestamp, body));
        attempts.computeIfAbsent(id, key -> new ConcurrentLinkedQueue<>())
                .add(new Attempt(Arrays.hashCode(body), verified));
        int status = verified ? answer.applyAsInt(id) : 401;
        if (status / 100 == 2) {
            stored.add(id);
        }
        inFlight.decrementAndGet();
        respond(exchange, status);
    }

    private static void respond(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", "5");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private int tries(String messageId) {
        return attempts.getOrDefault(messageId, new ConcurrentLinkedQueue<>()).size();
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    private SimulationSettings settings(String faults) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/clerk");
        return SimulationSettings.of(21, EVENTS, url, SECRET)
                .withFaults(Fault.parse(faults))
                .withConnections(8)
                .withRetrySpan(Duration.ofMillis(200));
    }

    private Set<String> worldIds(String faults) {
        return World.of(settings(faults).world())
                .events()
                .map(WebhookEvent::messageId)
                .collect(Collectors.toSet());
    }

    private record Attempt(int bodyHash, boolean verified) {}
}
