package dev.rollcall.worker;

import dev.rollcall.worker.consume.LoopState;
import dev.rollcall.worker.consume.SyncLoops;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Liveness is progress, not dependencies: every loop runs and has polled lately; a loop that waits for PostgreSQL or
 * Kafka polls too. Readiness is having joined the group once.
 */
@Configuration(proxyBeanMethods = false)
class LoopHealth {

    /** More than a batch with all its timeouts; less than Kafka's max.poll.interval. */
    private static final double STUCK_SECONDS = 90;

    @Bean
    HealthIndicator loopsAlive(SyncLoops loops) {
        return () -> {
            List<LoopState> states = loops.states();
            boolean alive =
                    states.stream().noneMatch(state -> state.hasEnded() || state.secondsSincePoll() > STUCK_SECONDS);
            return alive
                    ? Health.up().build()
                    : Health.down().withDetail("loops", "ended or stuck").build();
        };
    }

    @Bean
    HealthIndicator groupJoined(SyncLoops loops) {
        return () -> {
            boolean joined = loops.states().stream().anyMatch(LoopState::hasJoined);
            return joined ? Health.up().build() : Health.outOfService().build();
        };
    }
}
