package dev.rollcall.gateway.publish;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While Kafka does not acknowledge, senders get their 503 at once instead of after the delivery timeout. One event at a
 * time keeps trying, so that the first acknowledgement closes the breaker again.
 */
final class KafkaBreaker {

    static final String NAME = "kafka";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBreaker.class);

    private KafkaBreaker() {}

    static CircuitBreakerRegistry create() {
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(50)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofMillis(500))
                .permittedNumberOfCallsInHalfOpenState(1)
                .writableStackTraceEnabled(false)
                .build());
        registry.circuitBreaker(NAME).getEventPublisher().onStateTransition(KafkaBreaker::log);
        return registry;
    }

    private static void log(CircuitBreakerOnStateTransitionEvent event) {
        State from = event.getStateTransition().getFromState();
        State to = event.getStateTransition().getToState();
        if (from == State.CLOSED && to == State.OPEN) {
            LOG.warn("Kafka does not acknowledge in time: webhooks are answered 503 until it does");
        } else if (to == State.CLOSED) {
            LOG.info("Kafka acknowledges again: webhooks are stored");
        }
    }
}
