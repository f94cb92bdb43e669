package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.answer.Answer;
import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.RawAnswer;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.proving.servers.StandingClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The bad-input matrix, row by row, over a socket. Every row says its answer; in the end the topic holds exactly the bodies
 * that were answered as stored, and the counters balance.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final Signer SIGNER = Signer.PUBLISHED;
    private static final byte[] BODY = "{\"type\":\"user.created\",\"data\":{\"id\":\"user_1\"}}".getBytes(UTF_8);
    private static final int CAP = 512 * 1024;

    private final StandingClock clock = new StandingClock(Instant.now());
    private final List<Row> rows = new ArrayList<>();
    private int ids;
    private EventsTopic topic;
    private RunningGateway gateway;

    private record Row(String name, RawRequest request, Answer answer) {}

    @BeforeAll
    void start() {
        topic = new EventsTopic(SharedServers.kafka().bootstrapServers(), "bad-input.").declare();
        gateway = RunningGateway.start(topic.bootstrapServers(), topic.prefix(), clock)
                .awaitReady();
    }

    @AfterAll
    void storedExactlyWhatItSaidAndCountedEveryRequest() {
        try (RunningGateway ended = gateway) {
            ended.assertBalanced();
            assertThat(ended.scrape().sum("rollcall_ingest_received_total")).isEqualTo(rows.size());
            assertThat(topic.read().stream()
                            .map(record ->
                                    EventsTopic.header(record, EventHeaders.MESSAGE_ID) + " " + digest(record.value())))
                    .containsExactlyInAnyOrderElementsOf(rows.stream()
                            .filter(row -> row.answer() == Answer.STORED)
                            .map(row -> idOf(row.request()) + " "
                                    + digest(row.request().body()))
                            .toList());
        }
    }

    @TestFactory
    Stream<DynamicTest> answersEveryRowOfTheMatrix() {
        methodsAndPaths();
        signatureHeaders();
        timestamps();
        signatures();
        bodies();
        mediaTypesAndEncodings();
        framing();
        contents();
        return rows.stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
    }

    private void check(Row row) {
        double before = gateway.scrape().requests("reason=\"" + row.answer().reason() + "\"");
        RawAnswer answer = gateway.exchange(row.request());
        assertThat(answer.status()).isEqualTo(row.answer().status());
        assertThat(answer.headers()).doesNotContainKeys("webhook-delivery", "server");
        assertThat(answer.header("Retry-After")).isEqualTo(answer.status() == 503 ? "5" : "");
        assertThat(answer.header("Allow")).isEqualTo(answer.status() == 405 ? "POST" : "");
        assertThat(gateway.scrape().requests("reason=\"" + row.answer().reason() + "\""))
                .as("counted as " + row.answer().reason())
                .isEqualTo(before + 1);
    }

    private void methodsAndPaths() {
        for (String method : List.of("GET", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "post", "FROBNICATE")) {
            row("B1 " + method, genuine().line(method + " /webhooks/clerk HTTP/1.1"), Answer.METHOD);
        }
        for (String path : List.of(
                "/",
                "/webhooks",
                "/webhooks/",
                "/webhooks/clerk/",
                "//webhooks/clerk",
                "/webhooks//clerk",
                "/x/../webhooks/clerk",
                "/webhooks/./clerk",
                "/%2e%2e/webhooks/clerk",
                "/webhooks/%63lerk",
                "/webhooks/clerk;x=1",
                "/webhooks/clerk?x=1",
                "/webhooks/clerk%00",
                "/WEBHOOKS/clerk",
                "/webhooks/Clerk",
                "/webhooks/clerk.json",
                "*",
                "webhooks/clerk",
                "ftp://localhost/webhooks/clerk",
                "http://localhost",
                "/" + "a".repeat(5000))) {
            row("B2 " + path, genuine().line("POST " + path + " HTTP/1.1"), Answer.PATH);
        }
        for (String path : List.of(
                "/metrics",
                "/health",
                "/actuator",
                "/actuator/health",
                "/actuator/prometheus",
                "/actuator/env",
                "/favicon.ico")) {
            row("B59 " + path, genuine().line("POST " + path + " HTTP/1.1"), Answer.PATH);
            row("B59 GET " + path, genuine().line("GET " + path + " HTTP/1.1"), Answer.PATH);
        }
        row("unknown source", genuine().line("POST /webhooks/other HTTP/1.1"), Answer.UNKNOWN_SOURCE);
    }

    private void signatureHeaders() {
        for (String family : List.of("svix", "webhook")) {
            RawRequest genuine = genuine(family);
            for (String part : List.of("-id", "-timestamp", "-signature")) {
                String name = family + part;
                row("B3-5 without " + name, genuine.without(name), Answer.MISSING_HEADER);
                row("B6 empty " + name, genuine.replacing(name, ""), Answer.MISSING_HEADER);
                row("B17 repeated " + name, genuine.with(name + ": " + genuine.value(name)), Answer.REPEATED_HEADER);
            }
            row("genuine " + family, genuine, Answer.STORED);
        }
        for (String id :
                List.of("a.b", "a b", "ü", "'; drop table users", "a".repeat(129), "a/b", "${jndi:ldap://x}")) {
            row("B7 id " + id, genuine().replacing("svix-id", id), Answer.MALFORMED_HEADER);
        }
        row("B7 id with a folded line", genuine().replacing("svix-id", "a\r\n b"), Answer.MALFORMED_HEADER);
        row("B7 id with a bare CR", genuine().replacing("svix-id", "a\rb"), Answer.MALFORMED_REQUEST);
        RawRequest genuine = genuine();
        RawRequest both = genuine.with(
                "webhook-id: " + genuine.value("svix-id"),
                "webhook-timestamp: " + genuine.value("svix-timestamp"),
                "webhook-signature: " + genuine.value("svix-signature"));
        row("B18 both families, equal", both, Answer.MIXED_HEADER_FAMILIES);
        row("B18 both families, different", both.replacing("webhook-id", "other"), Answer.MIXED_HEADER_FAMILIES);
    }

    private void timestamps() {
        for (String timestamp :
                List.of("abc", "1e9", "161426533.0", "+1", "0x1", "01614265330", "12345678901234567890", "1 2")) {
            row("B8 timestamp " + timestamp, genuine().replacing("svix-timestamp", timestamp), Answer.MALFORMED_HEADER);
        }
        row("B9 timestamp 0", genuineAt(0), Answer.TIMESTAMP_OLD);
        row("B9 timestamp -1", genuineAt(-1), Answer.TIMESTAMP_OLD);
        row("B10 301 s old", genuineAt(clock.seconds() - 301), Answer.TIMESTAMP_OLD);
        row("B10 301 s new", genuineAt(clock.seconds() + 301), Answer.TIMESTAMP_NEW);
        row("B11 300 s old", genuineAt(clock.seconds() - 300), Answer.STORED);
        row("B11 300 s new", genuineAt(clock.seconds() + 300), Answer.STORED);
        // Blanks around a value are not part of it (RFC 9110 section 5.5), so this is the genuine one.
        RawRequest genuine = genuine();
        row(
                "blanks around a value",
                genuine.replacing("svix-timestamp", "  " + genuine.value("svix-timestamp") + " "),
                Answer.STORED);
    }

    private void signatures() {
        String wrong = new Signer("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").sign("x", "1", BODY);
        for (String signature : List.of(wrong, "v1,", "v1", ",", "v1,===", "v1,g0hM9SsE", "v1a,abc")) {
            row("B12-14 " + signature, genuine().replacing("svix-signature", signature), Answer.NO_MATCHING_SIGNATURE);
        }
        RawRequest genuine = genuine();
        String right = genuine.value("svix-signature");
        row("B14 v2", genuine.replacing("svix-signature", "v2" + right.substring(2)), Answer.NO_MATCHING_SIGNATURE);
        for (int place = 0; place <= 10; place++) {
            RawRequest one = genuine();
            List<String> list = new ArrayList<>(java.util.Collections.nCopies(10, wrong));
            list.add(place, one.value("svix-signature"));
            row("B15 right at " + place, one.replacing("svix-signature", String.join(" ", list)), Answer.STORED);
        }
        row(
                "B16 300 signatures",
                genuine.replacing("svix-signature", (wrong + " ").repeat(300)),
                Answer.MALFORMED_HEADER);
        row("B16 64 kB", genuine.replacing("svix-signature", "v1,".repeat(22_000)), Answer.HEADERS_TOO_LARGE);
        row("B16 101 headers", many(genuine(), 101), Answer.HEADERS_TOO_LARGE);
        row("100 headers", many(genuine(), 100), Answer.STORED);
        byte[] changed = BODY.clone();
        changed[5] ^= 1;
        row("B19 one byte changed", genuine().body(changed), Answer.NO_MATCHING_SIGNATURE);
        byte[] marked = ("\uFEFF" + new String(BODY, UTF_8)).getBytes(UTF_8);
        row(
                "B19 byte order mark added",
                genuine().body(marked).replacing("Content-Length", Integer.toString(marked.length)),
                Answer.NO_MATCHING_SIGNATURE);
        row("B20 sent", genuine, Answer.STORED);
        row("B20 replayed", genuine, Answer.STORED);
        RawRequest retry = RawRequest.signed(SIGNER, genuine.value("svix-id"), clock.seconds() + 5, BODY);
        row("B21 retried with a new timestamp", retry, Answer.STORED);
        RawRequest otherBody =
                RawRequest.signed(SIGNER, genuine.value("svix-id"), clock.seconds(), "{}".getBytes(UTF_8));
        row("B22 the same id with another body", otherBody, Answer.STORED);
    }

    private void bodies() {
        row("B23 empty", genuine(new byte[0]), Answer.STORED);
        row("B24 cap - 1", genuine(filled(CAP - 1)), Answer.STORED);
        row("B24 cap", genuine(filled(CAP)), Answer.STORED);
        row("B24 cap + 1", genuine(filled(CAP + 1)), Answer.TOO_LARGE);
        row(
                "B24 longer than a long",
                genuine().replacing("Content-Length", "99999999999999999999"),
                Answer.MALFORMED_REQUEST);
        RawRequest genuine = genuine();
        row(
                "B25 shorter than sent",
                genuine.replacing("Content-Length", Integer.toString(BODY.length - 1)),
                Answer.NO_MATCHING_SIGNATURE);
        row("B26 chunks beyond the cap", genuine(filled(CAP + 1)).chunked(8192), Answer.TOO_LARGE);
        row(
                "B30 Expect with too large a length",
                genuine()
                        .replacing("Content-Length", "10000000")
                        .with("Expect: 100-continue")
                        .body(new byte[0]),
                Answer.TOO_LARGE);
        row("unknown expectation", genuine().with("Expect: 42-surprise"), Answer.MALFORMED_REQUEST);
    }

    private void mediaTypesAndEncodings() {
        for (String encoding : List.of("gzip", "br", "deflate", "zstd", "gzip, identity")) {
            row("B28 " + encoding, genuine().with("Content-Encoding: " + encoding), Answer.CONTENT_ENCODING);
        }
        row("B28 gzip for real", genuine(gzip(filled(CAP))).with("Content-Encoding: gzip"), Answer.CONTENT_ENCODING);
        row("identity", genuine().with("Content-Encoding: identity"), Answer.STORED);
        row("B29 no media type", genuine().without("Content-Type"), Answer.MEDIA_TYPE);
        for (String type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/json;",
                "application/jsonx",
                "application/json, text/plain",
                "")) {
            row("B29 " + type, genuine().replacing("Content-Type", type), Answer.MEDIA_TYPE);
        }
        row("B29 repeated", genuine().with("Content-Type: application/json"), Answer.MEDIA_TYPE);
        for (String type :
                List.of("application/json; charset=utf-8", "Application/JSON", "application/json;charset=\"UTF-8\"")) {
            row(type, genuine().replacing("Content-Type", type), Answer.STORED);
        }
    }

    private void framing() {
        RawRequest genuine = genuine();
        row("B27 length and chunks", genuine.with("Transfer-Encoding: chunked"), Answer.MALFORMED_REQUEST);
        row("B27 two lengths", genuine.with("Content-Length: 3"), Answer.MALFORMED_REQUEST);
        row("B27 two equal lengths", genuine.with("Content-Length: " + BODY.length), Answer.MALFORMED_REQUEST);
        row("B27 a list of lengths", genuine.replacing("Content-Length", "45, 45"), Answer.MALFORMED_REQUEST);
        for (String length : List.of("-1", "+45", "4x", "0x2d", "")) {
            row("B27 length " + length, genuine.replacing("Content-Length", length), Answer.MALFORMED_REQUEST);
        }
        RawRequest unframed = genuine.without("Content-Length");
        for (String encoding : List.of("gzip, chunked", "identity", "chunked, chunked", "xchunked")) {
            row("B27 transfer " + encoding, unframed.with("Transfer-Encoding: " + encoding), Answer.MALFORMED_REQUEST);
        }
        row("blank before a colon", genuine.with("X-Other : 1"), Answer.MALFORMED_REQUEST);
        row("header without a colon", genuine.with("nonsense"), Answer.MALFORMED_REQUEST);
        row("no host", genuine.without("Host"), Answer.MALFORMED_REQUEST);
        row("two hosts", genuine.with("Host: other"), Answer.MALFORMED_REQUEST);
        row("B32 host of someone else", genuine().replacing("Host", "evil.example"), Answer.STORED);
        row("B32 HTTP/1.0", genuine().line("POST /webhooks/clerk HTTP/1.0"), Answer.STORED);
        row(
                "B32 HTTP/1.0 with chunks",
                genuine().chunked(10).line("POST /webhooks/clerk HTTP/1.0"),
                Answer.MALFORMED_REQUEST);
        row(
                "B32 HTTP/2 in the clear",
                new RawRequest("PRI * HTTP/2.0", List.of(), "SM\r\n\r\n".getBytes(UTF_8)),
                Answer.MALFORMED_REQUEST);
        row("B32 HTTP/9.9", genuine().line("POST /webhooks/clerk HTTP/9.9"), Answer.MALFORMED_REQUEST);
        row("B32 absolute form", genuine().line("POST http://localhost/webhooks/clerk HTTP/1.1"), Answer.STORED);
        row("B32 upgrade", genuine().with("Connection: Upgrade", "Upgrade: h2c"), Answer.STORED);
        row("B33 spoofed peer", genuine().with("X-Forwarded-For: 44.228.126.217"), Answer.STORED);
        row(
                "nothing but noise",
                new RawRequest("\u0001\u0002\u0003", List.of(), new byte[0]),
                Answer.MALFORMED_REQUEST);
    }

    /** The body's own faults are the worker's to judge: genuine is stored. */
    private void contents() {
        String arrays = "[".repeat(100_000);
        for (String body : List.of(
                "<xml>",
                "{",
                "{} {}",
                "{\"type\":\"user.created\"} trailing",
                "[]",
                "\"text\"",
                "1",
                "null",
                "{\"a\":" + arrays,
                "{\"type\":\"a\",\"type\":\"b\"}",
                "{\"data\":{\"id\":\"user_1\",\"id\":\"user_2\"}}",
                "{\"data\":{\"name\":\"\\u0000\"}}",
                "{\"data\":{\"name\":\"\\ud800\"}}",
                "{\"data\":{\"n\":1e400}}",
                "{\"type\":\"user.frobnicated\",\"data\":{}}",
                "{\"type\":\"user.created\",\"data\":[]}",
                "{\"data\":{\"id\":\"" + "x".repeat(10_000) + "\"}}",
                "{\"__proto__\":{},\"@type\":\"java.lang.Runtime\"}")) {
            row(
                    "B34-55 " + body.substring(0, Math.min(60, body.length())),
                    genuine(body.getBytes(UTF_8)),
                    Answer.STORED);
        }
        for (byte[] body : List.of(
                new byte[] {(byte) 0xff, (byte) 0xfe}, new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'}, new byte[] {0
                })) {
            row("B39 " + Arrays.toString(body), genuine(body), Answer.STORED);
        }
        for (String type : List.of("email.created", "sms.created")) {
            String body = "{\"data\":{\"id\":\"ema_1\",\"body\":\"123456\"},\"type\":\"" + type + "\"}";
            row("excluded " + type, genuine(body.getBytes(UTF_8)), Answer.EXCLUDED_TYPE);
            String deep = "{\"data\":{\"id\":\"ema_1\",\"data\":{\"user\":{\"public_metadata\":" + "[".repeat(200_000)
                    + "]".repeat(200_000) + "}},\"body\":\"123456\"},\"type\":\"" + type + "\"}";
            row("excluded behind depth " + type, genuine(deep.getBytes(UTF_8)), Answer.EXCLUDED_TYPE);
        }
        row(
                "excluded by its shape",
                genuine("{\"data\":{\"object\":\"email\",\"body\":\"123456\"},\"type\":null}".getBytes(UTF_8)),
                Answer.SHAPE);
        row(
                "no shape of an excluded one, but a user's metadata",
                genuine("{\"data\":{\"object\":\"user\",\"unsafe_metadata\":{\"object\":\"email\",\"otp_code\":\"1\"}}}"
                        .getBytes(UTF_8)),
                Answer.STORED);
        row(
                "the shape of an excluded one, and no JSON",
                genuine("{\"data\":{\"object\":\"email\"},}".getBytes(UTF_8)),
                Answer.STORED);
    }

    private void row(String name, RawRequest request, Answer answer) {
        rows.add(new Row(name, request, answer));
    }

    private RawRequest genuine() {
        return genuine("svix");
    }

    private RawRequest genuine(String family) {
        return RawRequest.signed(family, SIGNER, nextId(), clock.seconds(), BODY);
    }

    private RawRequest genuine(byte[] body) {
        return RawRequest.signed(SIGNER, nextId(), clock.seconds(), body);
    }

    private RawRequest genuineAt(long timestamp) {
        return RawRequest.signed(SIGNER, nextId(), timestamp, BODY);
    }

    private String nextId() {
        return "msg_" + ids++;
    }

    private static String idOf(RawRequest request) {
        return request.headers().stream()
                .filter(header -> header.startsWith("svix-id") || header.startsWith("webhook-id"))
                .map(header -> header.substring(header.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static RawRequest many(RawRequest request, int count) {
        RawRequest many = request;
        while (many.headers().size() < count) {
            many = many.with("x-" + many.headers().size() + ": 1");
        }
        return many;
    }

    private static byte[] filled(int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 'x');
        return body;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(body);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }

    private static String digest(byte[] bytes) {
        return bytes.length + " bytes, " + Arrays.hashCode(bytes);
    }
}
