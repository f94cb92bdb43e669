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
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

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
            ApiAnswer answer = answer(exchange);
            if (answer.status() == ApiFate.TOO_MANY) {
                refused.increment();
            }
            send(exchange, answer);
        }
    }

    private ApiAnswer answer(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return ApiErrors.headerMissing();
        }
        if (!settings.keys().contains(authorization.substring("Bearer ".length()))) {
            return ApiErrors.keyUnknown();
        }
        ApiFaults now = faults;
        if (now.unresolvable()) {
            return ApiErrors.notFound("Instance not found");
        }
        if (!window.take()) {
            return ApiErrors.tooManyRequests(now.retryAfter());
        }
        ApiRequest request = ApiRequest.of(exchange.getRequestURI());
        before.accept(request);
        Random ofThis = thrown();
        return ApiFate.of(now, ofThis)
                .orElseGet(
                        () -> new Routes(settings.instanceId(), "development", objects, now, ofThis).answer(request));
    }

    private Random thrown() {
        synchronized (dice) {
            return new Random(dice.nextLong());
        }
    }

    private void send(HttpExchange exchange, ApiAnswer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(body);
            }
            body = packed.toByteArray();
        }
        boolean torn = answer.status() == ApiFate.OK && thrown().nextInt(1000) < faults.reset();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body, 0, torn ? body.length / 2 : body.length);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
