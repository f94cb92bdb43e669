package dev.rollcall.gateway;

import dev.rollcall.gateway.publish.EventPublisher;
import dev.rollcall.gateway.publish.PublisherOpening;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Part of readiness: down until Kafka's topic was found as declared, once. Stays up when Kafka goes away later: all gateways
 * share Kafka, and the sender retries a fast 503 after 5 s, while an empty load balancer makes it wait for minutes.
 */
final class PublisherHealth implements HealthIndicator {

    private final EventPublisher publisher;
    private final PublisherOpening opening;

    PublisherHealth(EventPublisher publisher, PublisherOpening opening) {
        this.publisher = publisher;
        this.opening = opening;
    }

    @Override
    public Health health() {
        return publisher.isOpen()
                ? Health.up().build()
                : Health.down().withDetail("waitingFor", opening.waitingFor()).build();
    }
}
