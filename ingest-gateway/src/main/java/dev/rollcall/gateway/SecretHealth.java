package dev.rollcall.gateway;

import dev.rollcall.gateway.verify.Source;
import dev.rollcall.gateway.verify.Sources;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Names the sources whose file of secrets is unusable, and those with a weak secret. Never down, and part of neither
 * liveness nor readiness: the secrets that were read last still hold, and a gateway that is taken out of service for it
 * would lose what it can verify.
 */
final class SecretHealth implements HealthIndicator {

    private final Sources sources;

    SecretHealth(Sources sources) {
        this.sources = sources;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        detail(health, "unusableFileOf", Source::isStale);
        detail(health, "weakSecretOf", Source::isWeak);
        return health.build();
    }

    private void detail(Health.Builder health, String name, Predicate<Source> holds) {
        List<String> those = sources.known().stream()
                .filter(holds)
                .map(source -> source.name().value())
                .sorted()
                .toList();
        if (!those.isEmpty()) {
            health.withDetail(name, those);
        }
    }
}
