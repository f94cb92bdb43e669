package dev.rollcall.worker;

import dev.rollcall.worker.copy.consume.LoopState;
import dev.rollcall.worker.copy.consume.SyncLoops;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Liveness is progress, not dependencies: every loop runs and has given a sign of life lately. A loop that waits for
 * PostgreSQL or Kafka polls meanwhile, and no single call lasts longer than 15 s. Readiness is having joined the group once.
 */
@Configuration(proxyBeanMethods = false)
class LoopHealth {

    @Bean
    HealthIndicator loopsAlive(SyncLoops loops) {
        return () -> alive(loops.states());
    }

    static Health alive(List<LoopState> states) {
        boolean alive = states.stream().noneMatch(state -> state.hasEnded() || state.isStuck());
        return alive
                ? Health.up().build()
                : Health.down().withDetail("loops", "ended or stuck").build();
    }

    @Bean
    HealthIndicator groupJoined(SyncLoops loops) {
        return () -> {
            boolean joined = loops.states().stream().anyMatch(LoopState::hasJoined);
            return joined ? Health.up().build() : Health.outOfService().build();
        };
    }
}
