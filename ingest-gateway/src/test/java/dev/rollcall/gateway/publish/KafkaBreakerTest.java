package dev.rollcall.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.CapturedLog;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** After how many failures senders are answered at once, and what an operator reads of it. */
class KafkaBreakerTest {

    private final CircuitBreaker breaker = KafkaBreaker.create().circuitBreaker(KafkaBreaker.NAME);

    @Test
    void fourFailuresAreChanceAndFiveAreAnOutage() {
        fail(4);
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        fail(1);
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void kafkaIsTriedAsLongAsMoreThanHalfIsAcknowledged() {
        succeed(50);
        fail(24);
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        fail(1);
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void oneEventAtATimeTriesWhetherKafkaIsBackAndTheFirstAcknowledgementEndsTheOutage() {
        try (CapturedLog log = new CapturedLog()) {
            fail(5);
            breaker.transitionToHalfOpenState();
            assertThat(breaker.tryAcquirePermission()).isTrue();
            assertThat(breaker.tryAcquirePermission()).isFalse();
            fail(1);
            breaker.transitionToHalfOpenState();
            assertThat(breaker.tryAcquirePermission()).isTrue();
            succeed(1);
            assertThat(breaker.tryAcquirePermission()).isTrue();
            assertThat(log.linesOf(KafkaBreaker.class))
                    .as("begin and end of the outage, and nothing of the attempts between")
                    .containsExactly(
                            "Kafka does not acknowledge in time: webhooks are answered 503 until it does",
                            "Kafka acknowledges again: webhooks are stored");
        }
    }

    private void fail(int times) {
        for (int time = 0; time < times; time++) {
            breaker.onError(0, TimeUnit.NANOSECONDS, new TimeoutException("late"));
        }
    }

    private void succeed(int times) {
        for (int time = 0; time < times; time++) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }
}
