package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.proving.servers.StandingClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever comes over a socket, the answer is one of those that the contract names, nothing is logged as a fault, and
 * nothing is left behind. {@code -Djqwik.tries.default=100000} runs for long; a failure prints its seed.
 */
class EdgeFuzzIT {

    private static final Signer SIGNER = Signer.PUBLISHED;
    private static final int SENDER_TIMEOUT_MILLIS = 15_000;
    private static final long HEAP_BOUND = 64L * 1024 * 1024;
    private static final int THREAD_BOUND = 8;

    private static final List<String> TOKENS = List.of(
            "",
            " ",
            "\t",
            ",",
            ";",
            ":",
            "v1",
            "v1,",
            "v1a,",
            "v2,",
            "=",
            "==",
            "a",
            "ü",
            "\u0000",
            "\u007f",
            "0",
            "-1",
            "1e9",
            "+1",
            "99999999999999999999",
            "chunked",
            "identity",
            "gzip",
            "application/json",
            "charset=utf-8",
            "\"",
            "'",
            "\\",
            "%00",
            "${jndi:ldap://x}",
            "\r",
            "\n",
            "\r\n x",
            "close",
            "keep-alive",
            "100-continue");
    private static final List<String> NAMES = List.of(
            "svix-id",
            "svix-timestamp",
            "svix-signature",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "SVIX-ID",
            "Content-Length",
            "Transfer-Encoding",
            "Content-Type",
            "Content-Encoding",
            "Host",
            "Expect",
            "Connection",
            "X-Forwarded-For",
            "traceparent",
            "Upgrade",
            "",
            "x y",
            "x:",
            "\u0000",
            "Trailer",
            "TE");

    private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();

    private static PrintStream console;
    private static StandingClock clock;
    private static RunningGateway gateway;
    private static long heapBefore;
    private static int threadsBefore;

    @BeforeContainer
    static void start() {
        console = System.out;
        System.setOut(new PrintStream(new Both(console, LOG), true, UTF_8));
        clock = new StandingClock(Instant.now());
        EventsTopic topic = new EventsTopic(SharedServers.kafka().bootstrapServers(), "edge-fuzz.").declare();
        gateway = RunningGateway.start(
                        topic.bootstrapServers(),
                        topic.prefix(),
                        clock,
                        Map.of(
                                "rollcall.gateway.deadlines.head", "400ms",
                                "rollcall.gateway.deadlines.body", "400ms",
                                "rollcall.gateway.deadlines.idle", "400ms",
                                "rollcall.gateway.deadlines.linger", "200ms"))
                .awaitReady();
        exchange(genuine("{}").bytes());
        heapBefore = usedHeap();
        threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
    }

    @AfterContainer
    static void leavesNothingBehind() {
        try (RunningGateway ended = gateway) {
            Eventually.isTrue("no connection is left", () -> ended.scrape().sum("rollcall_ingest_connections") == 0);
            ended.assertBalanced();
            assertThat(ended.scrape().requests("outcome=\"unavailable\""))
                    .as("5xx")
                    .isZero();
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
                    .as("threads, before " + threadsBefore)
                    .isLessThanOrEqualTo(threadsBefore + THREAD_BOUND);
            assertThat(usedHeap() - heapBefore).as("growth of the heap").isLessThan(HEAP_BOUND);
            assertThat(LOG.toString(UTF_8)).doesNotContain("\tat ", " ERROR ", "Exception");
        } finally {
            System.setOut(console);
        }
    }

    @Property
    void everyRequestIsAnsweredAsTheContractSays(@ForAll("requests") byte[] request) {
        String answer = exchange(request);
        for (String head : answer.split("(?=HTTP/1\\.1 )", -1)) {
            assertThat(head)
                    .matches("(?s)|HTTP/1\\.1 (100|202|400|401|404|405|408|413|415|431) .*")
                    .doesNotContainIgnoringCase("webhook-delivery")
                    .doesNotContain("Exception", "dev.rollcall", "\tat ");
        }
    }

    @Property
    void everyGenuineBodyIsStoredOrExcluded(@ForAll("bodies") String body) {
        assertThat(exchange(genuine(body).with("Connection: close").bytes())).startsWith("HTTP/1.1 202 ");
    }

    @Provide
    Arbitrary<byte[]> requests() {
        return Arbitraries.randomValue(EdgeFuzzIT::request);
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.randomValue(EdgeFuzzIT::json);
    }

    /** A genuine request of which some parts are replaced, doubled, left out or damaged. */
    private static byte[] request(Random random) {
        RawRequest request = genuine(json(random)).with("Connection: close");
        if (random.nextInt(6) == 0) {
            request = request.chunked(1 + random.nextInt(50));
        }
        if (random.nextInt(8) == 0) {
            request = request.line(String.join(
                    random.nextInt(5) == 0 ? "\t" : " ",
                    pick(random, List.of("POST", "GET", "PUT", "post", "", "P\u0000ST", "CONNECT", "OPTIONS")),
                    pick(
                            random,
                            List.of("/webhooks/clerk", "/", "*", "//", "/webhooks/" + token(random), "http://x", "")),
                    pick(random, List.of("HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.1 x", "", "http/1.1"))));
        }
        int changes = random.nextInt(4);
        for (int change = 0; change < changes; change++) {
            String name = pick(random, NAMES);
            request = switch (random.nextInt(4)) {
                case 0 -> request.without(name);
                case 1 -> request.with(name + ": " + value(random));
                case 2 -> request.replacing(name, value(random));
                default -> request.replacing("svix-signature", signatures(random, request));
            };
        }
        List<String> headers = new ArrayList<>(request.headers());
        if (random.nextInt(4) == 0) {
            Collections.shuffle(headers, random);
        }
        byte[] bytes = new RawRequest(request.line(), headers, request.body()).bytes();
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static String signatures(Random random, RawRequest request) {
        List<String> list = new ArrayList<>();
        int count = random.nextInt(20);
        for (int index = 0; index < count; index++) {
            list.add(
                    switch (random.nextInt(4)) {
                        case 0 -> "v1," + "A".repeat(random.nextInt(50));
                        case 1 -> token(random) + token(random);
                        case 2 -> "v" + random.nextInt(4) + "," + "=".repeat(44);
                        default ->
                            request.headers().stream()
                                    .filter(header -> header.startsWith("svix-signature: "))
                                    .map(header -> header.substring("svix-signature: ".length()))
                                    .findFirst()
                                    .orElse("v1,");
                    });
        }
        return String.join(pick(random, List.of(" ", "  ", "\t", ",")), list);
    }

    private static String value(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> "x".repeat(random.nextInt(20_000));
            case 1 -> Integer.toString(random.nextInt(2_000_000) - 10);
            default -> token(random) + token(random);
        };
    }

    private static String token(Random random) {
        return pick(random, TOKENS);
    }

    private static String json(Random random) {
        StringBuilder text =
                new StringBuilder("{\"type\":\"user.updated\",\"data\":{\"id\":\"user_" + random.nextInt(9) + "\"");
        int fields = random.nextInt(5);
        for (int field = 0; field < fields; field++) {
            text.append(",\"")
                    .append(pick(random, List.of("id", "a", "type", "\\u0000", "")))
                    .append("\":");
            text.append(
                    switch (random.nextInt(7)) {
                        case 0 -> "[".repeat(random.nextInt(200)) + "]".repeat(random.nextInt(200));
                        case 1 -> "1e" + random.nextLong();
                        case 2 -> "\"\\ud83d\"";
                        case 3 -> "\"" + "x".repeat(random.nextInt(100_000)) + "\"";
                        case 4 -> "9".repeat(random.nextInt(3_000));
                        case 5 -> "{\"id\":{\"type\":null}}";
                        default -> token(random);
                    });
        }
        String body = text.append(pick(random, List.of("}}", "}", "}}}", "}} {}", "")))
                .toString();
        return random.nextInt(5) == 0 ? body.substring(0, random.nextInt(body.length() + 1)) : body;
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static RawRequest genuine(String body) {
        return RawRequest.signed(SIGNER, "msg_fuzz", clock.seconds(), body.getBytes(UTF_8));
    }

    /** Everything that comes back until the gateway ends the connection, as it must within its deadlines. */
    private static String exchange(byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(SENDER_TIMEOUT_MILLIS);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                // Half a request is waited for; a whole one is answered before this is seen.
                byte[] piece = new byte[4096];
                for (int read = socket.getInputStream().read(piece);
                        read >= 0;
                        read = socket.getInputStream().read(piece)) {
                    answer.write(piece, 0, read);
                }
            } catch (SocketException reset) {
                // What was read until then counts.
            }
            return answer.toString(ISO_8859_1);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static final class Both extends OutputStream {

        private final OutputStream first;
        private final OutputStream second;

        Both(OutputStream first, OutputStream second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public void write(int next) throws IOException {
            first.write(next);
            second.write(next);
        }
    }
}
