package dev.rollcall.worker;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The metrics page of a gateway, with the numbers that a test chooses. */
public final class FakeGateway implements AutoCloseable {

    private final HttpServer server;
    private volatile String page = "";

    public FakeGateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        server.createContext("/actuator/prometheus", exchange -> {
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        counts(0, 0, 0, "closed");
        server.start();
    }

    public void page(String text) {
        page = text;
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void counts(long received, long rejected, long acknowledged, String breaker) {
        counts(received, rejected, acknowledged, breaker, new Heartbeats(0, 0));
    }

    /**
     * Its own heartbeats.
     *
     * @param answered of them, as acknowledged
     * @param counted those that are counted as heartbeats already: a moment later
     */
    public record Heartbeats(long answered, long counted) {}

    public void counts(long received, long rejected, long acknowledged, String breaker, Heartbeats heartbeats) {
        long now = System.currentTimeMillis() / 1000;
        page = """
                # HELP rollcall_ingest_received_total
                # TYPE rollcall_ingest_received_total counter
                rollcall_ingest_received_total %d
                rollcall_ingest_port 8443.0
                rollcall_ingest_requests_total{outcome="rejected",reason="other, \\"odd\\" {1}"} 0
                rollcall_ingest_requests_total{outcome="rejected",reason="no_matching_signature"} %d
                rollcall_ingest_requests_total{outcome="acknowledged",reason="none"} %d
                rollcall_ingest_requests_total{outcome="excluded",reason="type"} 0
                rollcall_ingest_requests_total{outcome="unavailable",reason="breaker"} 0
                rollcall_heartbeats_total{result="acknowledged"} %d
                rollcall_heartbeats_total{result="refused"} 0
                rollcall_heartbeats_total{result="unanswered"} 0
                rollcall_ingest_verified_total{secret="current",source="clerk"} %d
                rollcall_ingest_verified_total{secret="previous",source="clerk"} 0
                rollcall_last_verified_webhook_timestamp_seconds %d
                resilience4j_circuitbreaker_state{name="kafka",state="%s"} 1.0
                resilience4j_circuitbreaker_state{name="kafka",state="other"} 0.0
                """.formatted(
                        received + heartbeats.answered(),
                        rejected,
                        acknowledged + heartbeats.answered(),
                        heartbeats.counted(),
                        acknowledged,
                        acknowledged == 0 ? 0 : now,
                        breaker);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
