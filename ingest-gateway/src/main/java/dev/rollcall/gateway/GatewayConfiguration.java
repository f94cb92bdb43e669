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
import dev.rollcall.startup.http.LoopbackHostFilter;
import dev.rollcall.startup.kafka.KafkaClientLog;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.startup.kafka.KafkaClientsConfiguration;
import dev.rollcall.startup.kafka.TopicSettings;
import dev.rollcall.startup.trace.TraceSettings;
import dev.rollcall.startup.warm.WarmUp;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the steps together. Each is made by its constructor and works without Spring. */
@Configuration(proxyBeanMethods = false)
@Import(KafkaClientsConfiguration.class)
@EnableConfigurationProperties({
    ReceiveSettings.class,
    VerifySettings.class,
    IdentifySettings.class,
    KafkaSettings.class,
    TopicSettings.class,
    HeartbeatSettings.class,
    TraceSettings.class
})
class GatewayConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    FilterRegistrationBean<LoopbackHostFilter> loopbackHostFilter(ServerProperties server) {
        return LoopbackHostFilter.of(server, path -> false);
    }

    @Bean
    WarmUp warmUp(IdentifySettings identifySettings, Topics topics, Clock clock) {
        return WarmUp.begin("gateway", WarmUp.LONGEST, rehearsal(identifySettings, topics, clock));
    }

    /** With parts of its own: what the application itself counts, sends or logs is not touched. */
    static Rehearsal rehearsal(IdentifySettings settings, Topics topics, Clock clock) {
        Sources sources = Sources.ofRehearsal();
        IngestMetrics metrics = metrics(new SimpleMeterRegistry(), sources);
        IngestPipeline pipeline = new IngestPipeline(
                new IngestPipeline.Verification(sources, new TimestampWindow(clock, Duration.ofMinutes(1)), clock),
                new EventIdentifier(settings),
                EventPublisher.keepingNothing(topics.events()),
                metrics,
                RequestTraces.of(new TraceSettings(null, null, true), topics.events()));
        return new Rehearsal(pipeline, sources.first(), metrics, clock);
    }

    /** The port opens after it, so readiness waits for it too; and the start that fills the cache of starts ends after it. */
    @Bean
    SmartInitializingSingleton warmedUp(WarmUp warmUp) {
        return warmUp::await;
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
        return metrics(registry, sources);
    }

    private static IngestMetrics metrics(MeterRegistry registry, Sources sources) {
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
    Topics topics(TopicSettings settings) {
        return settings.topics();
    }

    @Bean
    EventPublisher eventPublisher(Topics topics, IngestMetrics metrics, MeterRegistry registry) {
        EventPublisher publisher = new EventPublisher(topics.events());
        metrics.gauge(IngestMetric.INFLIGHT_BYTES_LIMIT, publisher, EventPublisher::mostBytesInFlight);
        metrics.gauge(IngestMetric.INFLIGHT_BYTES, publisher, EventPublisher::bytesInFlight);
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(publisher.breakers())
                .bindTo(registry);
        return publisher;
    }

    @Bean
    PublisherOpening publisherOpening(
            KafkaClients kafka, KafkaSettings settings, Topics topics, EventPublisher publisher) {
        return new PublisherOpening(kafka, settings, topics, publisher);
    }

    /** Closed after the lifecycle has stopped: the last requests' traces are sent too. */
    @Bean
    RequestTraces requestTraces(TraceSettings settings, Topics topics) {
        return RequestTraces.of(settings, topics.events());
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
