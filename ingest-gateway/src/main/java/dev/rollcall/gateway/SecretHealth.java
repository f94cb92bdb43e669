package dev.rollcall.gateway;

import dev.rollcall.gateway.verify.Source;
import dev.rollcall.gateway.verify.Sources;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says whose file of secrets cannot be used now. Never down, and part of neither liveness nor readiness: the secrets that
 * were read last still hold, and a gateway that is taken out of service for it would lose what it can verify.
 */
final class SecretHealth implements HealthIndicator {

    private final Sources sources;

    SecretHealth(Sources sources) {
        this.sources = sources;
    }

    @Override
    public Health health() {
        List<String> stale = sources.known().stream()
                .filter(Source::isStale)
                .map(source -> source.name().value())
                .sorted()
                .toList();
        Health.Builder health = Health.up();
        return stale.isEmpty()
                ? health.build()
                : health.withDetail("unusableFileOf", stale).build();
    }
}
