package dev.rollcall.gateway;

import dev.rollcall.gateway.receive.WebhookServer;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawAnswer;
import dev.rollcall.gateway.testing.RawConnection;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.startup.ApplicationStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole application in this JVM, on free ports. */
final class RunningGateway implements AutoCloseable {

    private static final HttpClient MANAGEMENT = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;
    private final IngestLifecycle lifecycle;

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
        this.lifecycle = context.getBean(IngestLifecycle.class);
    }

    static RunningGateway start(String bootstrapServers, String topicPrefix, Clock clock) {
        return start(bootstrapServers, topicPrefix, clock, Map.of());
    }

    static RunningGateway start(String bootstrapServers, String topicPrefix, Clock clock, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spring.kafka.bootstrap-servers", bootstrapServers);
        settings.put("rollcall.kafka.topic-prefix", topicPrefix);
        settings.put("rollcall.gateway.port", "0");
        settings.put("rollcall.gateway.address", "127.0.0.1");
        settings.put("rollcall.gateway.sources.clerk.secrets", Signer.PUBLISHED.secret());
        settings.put("rollcall.gateway.heartbeat.interval", "0s");
        settings.put("server.port", "0");
        settings.putAll(more);
        String[] arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        SpringApplication application = ApplicationStart.silent(GatewayApplication.class);
        application.addInitializers(
                starting -> ((GenericApplicationContext) starting).registerBean(Clock.class, () -> clock));
        application.setRegisterShutdownHook(false);
        return new RunningGateway(application.run(arguments));
    }

    int port() {
        return context.getBean(WebhookServer.class).port();
    }

    boolean stoppedInOrder() {
        return lifecycle.stoppedInOrder();
    }

    RawAnswer exchange(RawRequest request) {
        return RawConnection.exchange(port(), request);
    }

    int managementPort() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Asks the management port. */
    HttpResponse<String> manage(String path) {
        URI uri = URI.create("http://127.0.0.1:" + managementPort() + path);
        try {
            return MANAGEMENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    Scrape scrape() {
        return Scrape.parse(manage("/actuator/prometheus").body());
    }

    /** Promise P9, once nothing is in flight any more: a producer may hold a record a little longer than its sender waited. */
    void assertBalanced() {
        Eventually.isTrue("nothing is in flight", () -> scrape().sum("rollcall_ingest_inflight_bytes") == 0);
        scrape().assertBalanced();
    }

    boolean isReady() {
        return manage("/actuator/health/readiness").statusCode() == 200;
    }

    /** Returns when the gateway is ready. Each look is a request, which paces the loop. */
    RunningGateway awaitReady() {
        Eventually.isTrue("the gateway is ready", this::isReady);
        return this;
    }

    @Override
    public void close() {
        context.close();
    }
}
