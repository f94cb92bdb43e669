package dev.rollcall.simulator.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Serves what lives in an instance as Clerk's Backend API does, on loopback. Read-only: any method but GET is counted and
 * refused. Threads may ask at once.
 */
public final class LocalClerk implements AutoCloseable {

    /** As Clerk's production instances. */
    public static final int PRODUCTION_REQUESTS = 1000;

    /** As Clerk's development instances. */
    public static final int DEVELOPMENT_REQUESTS = 100;

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int ROWS_PER_LATENCY = 1000;
    private static final int PIECES = 20;
    private static final Duration BETWEEN_PIECES = Duration.ofMillis(20);
    private static final String BEARER = "Bearer ";

    /** Those that its documentation names. */
    private static final Set<String> VERSIONS =
            Set.of("2021-02-05", "2024-10-01", "2025-04-10", "2025-11-10", "2026-05-12");

    private final Settings settings;
    private final ClerkObjects objects;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RateWindow window;
    private final Random dice;
    private final LongAdder requests = new LongAdder();
    private final LongAdder notGets = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder applicationRefused = new LongAdder();
    private final Map<String, Long> blocked = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<@Nullable LaggingLists> lagging = new AtomicReference<>();
    private volatile ApiFaults faults = ApiFaults.NONE;
    private volatile Consumer<ApiRequest> before = request -> {};

    /**
     * What an API is.
     *
     * @param port 0 for any
     * @param instanceId {@code ins_…}
     * @param keys those it takes, {@code sk_test_…}
     * @param limit requests in any ten seconds, of everybody together
     */
    public record Settings(int port, String instanceId, Set<String> keys, int limit) {

        public Settings {
            keys = Set.copyOf(keys);
        }

        /** Without the keys. */
        @Override
        public String toString() {
            return "Settings[port=" + port + ", instanceId=" + instanceId + ", limit=" + limit + "]";
        }
    }

    private LocalClerk(Settings settings, ClerkObjects objects) {
        this.settings = settings;
        this.objects = objects;
        window = new RateWindow(settings.limit(), System::nanoTime);
        dice = new Random(0);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    public static LocalClerk start(Settings settings, ClerkObjects objects) {
        LocalClerk clerk = new LocalClerk(settings, objects);
        clerk.server.start();
        return clerk;
    }

    /** Where it is, as {@code CLERK_API_URL} takes it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void misbehave(ApiFaults chosen) {
        synchronized (dice) {
            dice.setSeed(chosen.seed());
        }
        LaggingLists before = lagging.getAndSet(chosen.has(ApiFault.STALE_LISTS) ? new LaggingLists(objects) : null);
        if (before != null) {
            objects.forget(before);
        }
        faults = chosen;
    }

    /** Told each request before it is answered: what changes between two pages is changed here. */
    public void beforeEach(Consumer<ApiRequest> listener) {
        before = listener;
    }

    /** The user's own application asks something. */
    public void applicationAsks() {
        if (!window.take()) {
            applicationRefused.increment();
        }
    }

    public ApiCounts counts() {
        return new ApiCounts(requests.sum(), notGets.sum(), refused.sum(), applicationRefused.sum(), window.largest());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            requests.increment();
            if (!exchange.getRequestMethod().equals("GET")) {
                notGets.increment();
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
                return;
            }
            Random chance = thrown();
            ApiAnswer answer = answer(exchange, chance);
            if (answer.status() == ApiFate.TOO_MANY) {
                refused.increment();
                block(exchange, answer);
            }
            send(exchange, answer, chance);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private ApiAnswer answer(HttpExchange exchange, Random chance) throws InterruptedException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return ApiErrors.headerMissing();
        }
        if (!settings.keys().contains(authorization.substring(BEARER.length()))) {
            return ApiErrors.keyUnknown();
        }
        String version = exchange.getRequestHeaders().getFirst("Clerk-API-Version");
        if (version != null && !VERSIONS.contains(version)) {
            return ApiErrors.versionUnknown();
        }
        ApiFaults now = faults;
        if (now.has(ApiFault.UNRESOLVABLE_KEY)) {
            return ApiErrors.notFound("Instance not found");
        }
        ApiRequest request = ApiRequest.of(exchange.getRequestURI());
        Long until = blocked.get(request.path());
        if (!window.take() || (until != null && System.nanoTime() - until < 0)) {
            return ApiErrors.tooManyRequests(now.retryAfter(chance));
        }
        before.accept(request);
        await(now, request, chance);
        return ApiFate.of(now, chance).orElseGet(() -> {
            LaggingLists behind = lagging.get();
            ClerkObjects lists = behind == null ? objects : behind.behindBy(now.amount(ApiFault.STALE_LISTS));
            return new Routes(settings.instanceId(), "development", lists, objects, now, chance).answer(request);
        });
    }

    /** What the network and the query take. */
    private void await(ApiFaults now, ApiRequest request, Random chance) throws InterruptedException {
        if (ApiFate.hits(ApiFault.HANG, now, chance)) {
            closing.await();
        }
        String offset = request.first("offset");
        long rows = offset != null && offset.matches("[0-9]{1,9}") ? Long.parseLong(offset) : 0;
        long millis = Math.round(now.amount(ApiFault.LATENCY) * -Math.log(1 - chance.nextDouble()))
                + now.amount(ApiFault.LATENCY_OF_OFFSETS) * rows / ROWS_PER_LATENCY;
        if (millis > 0) {
            Thread.sleep(millis);
        }
    }

    /** An endpoint that refused stays closed for as long as it said. */
    private void block(HttpExchange exchange, ApiAnswer answer) {
        String seconds = answer.headers().getOrDefault("Retry-After", "");
        if (faults.has(ApiFault.BLOCKED_ENDPOINT) && seconds.matches("[1-9][0-9]{0,4}")) {
            blocked.put(
                    ApiRequest.of(exchange.getRequestURI()).path(),
                    System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(seconds)));
        }
    }

    private Random thrown() {
        synchronized (dice) {
            return new Random(dice.nextLong());
        }
    }

    private void send(HttpExchange exchange, ApiAnswer answer, Random chance) throws IOException, InterruptedException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip") && body.length > 0) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(body);
            }
            body = packed.toByteArray();
        }
        ApiFaults now = faults;
        boolean torn = answer.status() == ApiFate.OK && ApiFate.hits(ApiFault.RESET, now, chance);
        boolean slow = ApiFate.hits(ApiFault.SLOW_BODY, now, chance);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            int length = torn ? body.length / 2 : body.length;
            int piece = slow ? length / PIECES + 1 : Math.max(1, length);
            for (int from = 0; from < length; from += piece) {
                out.write(body, from, Math.min(piece, length - from));
                if (slow) {
                    out.flush();
                    Thread.sleep(BETWEEN_PIECES);
                }
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
        threads.close();
    }
}
