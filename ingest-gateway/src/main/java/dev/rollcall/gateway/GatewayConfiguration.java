package dev.rollcall.gateway;

import dev.rollcall.gateway.heartbeat.Heartbeat;
import dev.rollcall.gateway.heartbeat.HeartbeatSettings;
import dev.rollcall.gateway.identify.EventIdentifier;
import dev.rollcall.gateway.identify.IdentifySettings;
import dev.rollcall.gateway.metrics.IngestMetric;
import dev.rollcall.gateway.metrics.IngestMetrics;
import dev.rollcall.gateway.publish.EventPublisher;
import dev.rollcall.gateway.publish.KafkaSettings;
import dev.rollcall.gateway.publish.PublisherOpening;
import dev.rollcall.gateway.receive.ReceiveSettings;
import dev.rollcall.gateway.receive.WebhookServer;
import dev.rollcall.gateway.trace.RequestTraces;
import dev.rollcall.gateway.verify.SecretReload;
import dev.rollcall.gateway.verify.SignatureVerdict;
import dev.rollcall.gateway.verify.Source;
import dev.rollcall.gateway.verify.Sources;
import dev.rollcall.gateway.verify.TimestampWindow;
import dev.rollcall.gateway.verify.VerifySettings;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClientLog;
import dev.rollcall.startup.trace.TraceSettings;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the steps together. Each is made by its constructor and works without Spring. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    ReceiveSettings.class,
    VerifySettings.class,
    IdentifySettings.class,
    KafkaSettings.class,
    HeartbeatSettings.class,
    TraceSettings.class
})
class GatewayConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Before everything else, and only while nobody but this machine can ask. */
    @Bean
    FilterRegistrationBean<LoopbackHostFilter> loopbackHostFilter(ServerProperties server) {
        FilterRegistrationBean<LoopbackHostFilter> registration =
                new FilterRegistrationBean<>(new LoopbackHostFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setEnabled(
                server.getAddress() != null && server.getAddress().isLoopbackAddress());
        return registration;
    }

    @Bean
    Sources sources(VerifySettings settings) {
        return new Sources(settings);
    }

    @Bean(initMethod = "start")
    SecretReload secretReload(Sources sources) {
        return new SecretReload(sources);
    }

    @Bean
    SecretHealth secretsHealthIndicator(Sources sources) {
        return new SecretHealth(sources);
    }

    @Bean
    IngestMetrics ingestMetrics(MeterRegistry registry, Sources sources) {
        IngestMetrics metrics = new IngestMetrics(registry);
        List<String> secrets = List.of(
                IngestPipeline.label(SignatureVerdict.CURRENT), IngestPipeline.label(SignatureVerdict.PREVIOUS));
        for (Source source : sources.known()) {
            metrics.registerSource(source.name().value(), secrets);
            metrics.registerSecretsOf(source.name().value(), source, Source::isStale, Source::isWeak);
        }
        return metrics;
    }

    @Bean
    KafkaClientLog kafkaClientLog() {
        return KafkaClientLog.listening();
    }

    @Bean
    EventPublisher eventPublisher(KafkaSettings settings, IngestMetrics metrics, MeterRegistry registry) {
        EventPublisher publisher = new EventPublisher(new Topics(settings.topicPrefix()).events());
        metrics.gauge(IngestMetric.INFLIGHT_BYTES_LIMIT, publisher, EventPublisher::mostBytesInFlight);
        metrics.gauge(IngestMetric.INFLIGHT_BYTES, publisher, EventPublisher::bytesInFlight);
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(publisher.breakers())
                .bindTo(registry);
        return publisher;
    }

    @Bean
    PublisherOpening publisherOpening(KafkaSettings settings, EventPublisher publisher, MeterRegistry registry) {
        AtomicReference<@Nullable KafkaClientMetrics> bound = new AtomicReference<>();
        return new PublisherOpening(settings, publisher, producer -> {
            KafkaClientMetrics metrics = new KafkaClientMetrics(producer);
            KafkaClientMetrics former = bound.getAndSet(metrics);
            if (former != null) {
                // First, since the new ones have the same names.
                former.close();
            }
            metrics.bindTo(registry);
        });
    }

    /** Closed after the lifecycle has stopped: the last requests' traces are sent too. */
    @Bean
    RequestTraces requestTraces(TraceSettings settings, KafkaSettings kafka) {
        return RequestTraces.of(settings, new Topics(kafka.topicPrefix()).events());
    }

    @Bean
    IngestPipeline.Verification verification(Sources sources, VerifySettings settings, Clock clock) {
        return new IngestPipeline.Verification(
                sources, new TimestampWindow(clock, settings.timestampTolerance()), clock);
    }

    @Bean
    IngestPipeline ingestPipeline(
            IngestPipeline.Verification verification,
            IdentifySettings identifySettings,
            EventPublisher publisher,
            IngestMetrics metrics,
            RequestTraces traces) {
        return new IngestPipeline(verification, new EventIdentifier(identifySettings), publisher, metrics, traces);
    }

    @Bean
    WebhookServer webhookServer(ReceiveSettings settings, IngestPipeline pipeline, IngestMetrics metrics, Clock clock) {
        return new WebhookServer(settings, pipeline, metrics, clock);
    }

    @Bean
    Heartbeat heartbeat(
            HeartbeatSettings settings, Sources sources, EventPublisher publisher, IngestMetrics metrics, Clock clock) {
        return new Heartbeat(settings, sources::first, publisher::isOpen, metrics, clock);
    }

    @Bean
    IngestLifecycle ingestLifecycle(
            WebhookServer server, EventPublisher publisher, PublisherOpening opening, Heartbeat heartbeat) {
        return new IngestLifecycle(server, publisher, opening, heartbeat);
    }

    /** The name is that of the health group's member in application.yaml. */
    @Bean
    PublisherHealth publisherHealthIndicator(EventPublisher publisher, PublisherOpening opening) {
        return new PublisherHealth(publisher, opening);
    }
}
