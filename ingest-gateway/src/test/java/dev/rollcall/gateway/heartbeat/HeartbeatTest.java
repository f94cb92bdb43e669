package dev.rollcall.gateway.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.gateway.metrics.IngestMetrics;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.gateway.verify.Sources;
import dev.rollcall.gateway.verify.VerifySettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Sources sources = new Sources(new VerifySettings(
            Map.of("clerk", new VerifySettings.SourceSettings(List.of(Signer.PUBLISHED.secret()), "")),
            Duration.ofMinutes(5)));
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void goesOnAndIsCountedThoughNobodyAnswers() throws IOException, InterruptedException {
        URI nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/webhooks/");
        }
        Heartbeat heartbeat = heartbeat(Duration.ofSeconds(1));
        heartbeat.start(nobody);
        Eventually.isTrue("two were not answered", () -> count("unanswered") >= 2);
        heartbeat.stop();
        assertThat(count("acknowledged") + count("refused")).isZero();
    }

    @Test
    void isOffAtZeroAndSaysSo() throws InterruptedException {
        Heartbeat heartbeat = heartbeat(Duration.ZERO);
        heartbeat.start(URI.create("http://127.0.0.1:1/webhooks/"));
        heartbeat.stop();
        assertThat(asked).hasValue(0);
        assertThat(registry.get("rollcall.heartbeat.interval").gauge().value()).isZero();
    }

    private Heartbeat heartbeat(Duration interval) {
        return new Heartbeat(
                new HeartbeatSettings(interval),
                sources::first,
                () -> asked.incrementAndGet() > 0,
                new IngestMetrics(registry),
                Clock.systemUTC());
    }

    private double count(String result) {
        return registry.get("rollcall.heartbeats")
                .tag("result", result)
                .counter()
                .count();
    }
}
