package dev.rollcall.worker.operate.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayExaminationTest {

    private static final long NOW = 1_700_000_600;

    private final HttpServer gateway = server();
    private String page = "";

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @BeforeEach
    void listen() {
        gateway.createContext("/actuator/prometheus", exchange -> {
            byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    private List<Finding> examined() throws InterruptedException {
        return GatewayExamination.of(
                        "http://127.0.0.1:" + gateway.getAddress().getPort() + "/", () -> Instant.ofEpochSecond(NOW))
                .run();
    }

    @Test
    void saysWhatWasRefusedAndWhyWhileNothingGenuineComes() throws InterruptedException {
        page = """
                rollcall_ingest_requests_total{outcome="rejected",reason="path"} 1.0
                rollcall_ingest_requests_total{outcome="rejected",reason="no_matching_signature"} 40.0
                rollcall_ingest_requests_total{outcome="rejected",reason="method"} 0.0
                rollcall_ingest_requests_total{outcome="acknowledged",reason="stored"} 7.0
                rollcall_last_verified_webhook_timestamp_seconds 0.0
                """;

        Finding refused = examined().getLast();

        assertThat(refused.level()).isEqualTo(Finding.Level.WARN);
        assertThat(refused.what())
                .endsWith(
                        "refused since its start: 40 no_matching_signature (signed with another secret: is it this very"
                                + " endpoint's?), 1 path (another path: the endpoint has to end in /webhooks/clerk);"
                                + " and no genuine webhook came");
        assertThat(refused.advice()).contains("signing secret");
    }

    @Test
    void warnsOfNothingWhereGenuineOnesComeToo() throws InterruptedException {
        page = """
                rollcall_ingest_requests_total{outcome="rejected",reason="method"} 3.0
                rollcall_last_verified_webhook_timestamp_seconds 1.7e9
                """;

        assertThat(examined()).extracting(Finding::level).containsOnly(Finding.Level.OK);
        assertThat(examined().getLast().what()).contains("3 method (no POST");
    }

    /** A counter since the start does not say whether a wrong secret is of now. */
    @Test
    void warnsOfSignaturesThatWereRefusedLatelyAlsoWhereGenuineOnesCame() throws InterruptedException {
        String counts = """
                rollcall_ingest_requests_total{outcome="rejected",reason="no_matching_signature"} 3.0
                rollcall_last_verified_webhook_timestamp_seconds 1.7e9
                rollcall_ingest_signature_refused_timestamp_seconds %d
                """;
        page = counts.formatted(NOW - 12);

        Finding refused = examined().getLast();

        assertThat(refused.level()).isEqualTo(Finding.Level.WARN);
        assertThat(refused.what())
                .contains("3 no_matching_signature (signed with another secret")
                .endsWith("the last one for its signature 12 s ago");
        assertThat(refused.advice()).contains("CLERK_WEBHOOK_SIGNING_SECRET", "Clerk's dashboard");
        page = counts.formatted(NOW - 301);
        assertThat(examined()).extracting(Finding::level).containsOnly(Finding.Level.OK);
    }

    @Test
    void saysNothingOfRefusalsWhereThereAreNone() throws InterruptedException {
        page = """
                rollcall_ingest_secrets_weak{source="clerk"} 1.0
                rollcall_ingest_secrets_stale{source="clerk"} 0.0
                """;

        assertThat(examined()).hasSize(1);
        assertThat(examined().getFirst().what()).contains("fewer than 24 bytes");
    }
}
