package dev.rollcall.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector that takes OTLP over HTTP and keeps every span, and the bytes in which it came. */
final class SpanReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<byte[]> exports = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    /** What a test asks of a span; attributes as texts. */
    record Span(String traceId, String spanId, String parentId, String name, List<String> links, List<String> texts) {}

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    static SpanReceiver start() {
        try {
            SpanReceiver receiver =
                    new SpanReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            receiver.server.createContext("/v1/traces", exchange -> {
                receiver.authorizations.add(
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                receiver.exports.add(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            receiver.server.start();
            return receiver;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    /** All that came, as text: strings stand in protobuf as they are. */
    String everything() {
        StringBuilder text = new StringBuilder();
        exports.forEach(export -> text.append(new String(export, StandardCharsets.UTF_8)));
        return text.toString();
    }

    /** In the layout of opentelemetry-proto's {@code ExportTraceServiceRequest}. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (byte[] export : exports) {
            for (byte[] resourceSpans : ProtobufMessage.of(export).messages(1)) {
                for (byte[] scopeSpans : ProtobufMessage.of(resourceSpans).messages(2)) {
                    ProtobufMessage.of(scopeSpans)
                            .messages(2)
                            .forEach(span -> spans.add(span(ProtobufMessage.of(span))));
                }
            }
        }
        return spans;
    }

    private static Span span(ProtobufMessage span) {
        List<String> links = new ArrayList<>();
        for (byte[] link : span.messages(13)) {
            ProtobufMessage fields = ProtobufMessage.of(link);
            links.add(hex(fields, 1) + "-" + hex(fields, 2));
        }
        List<String> texts = new ArrayList<>();
        for (byte[] attribute : span.messages(9)) {
            ProtobufMessage pair = ProtobufMessage.of(attribute);
            pair.messages(2)
                    .forEach(value -> ProtobufMessage.of(value)
                            .messages(1)
                            .forEach(text -> texts.add(text(pair.messages(1).getFirst()) + "=" + text(text))));
        }
        return new Span(
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                span.messages(5).stream().map(SpanReceiver::text).findFirst().orElse(""),
                List.copyOf(links),
                List.copyOf(texts));
    }

    private static String hex(ProtobufMessage message, int field) {
        return message.messages(field).stream()
                .map(HexFormat.of()::formatHex)
                .findFirst()
                .orElse("");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
