package dev.rollcall.worker.copy.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class FencingTest {

    private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());
    private final Fencing fencing = new Fencing(nanos::get);

    @Test
    void ofTwoWorkersOfOneNameTheNewerGivesWayAtOnce() {
        pass(Duration.ofSeconds(59));
        assertThatExceptionOfType(Fencing.TwoWorkersException.class)
                .isThrownBy(() -> fencing.note(new KafkaException(new FencedInstanceIdException("the older is back"))))
                .satisfies(two -> assertThat(two.line("worker-0"))
                        .contains("\"worker-0\"", "the newer gives way")
                        .endsWith("give each its own ROLLCALL_WORKER_INSTANCE"));
    }

    /** However often a supervisor starts the newer again. */
    @Test
    void theOlderTakesItsPlaceBack() {
        pass(Duration.ofMinutes(1));
        for (int restart = 0; restart < 10; restart++) {
            assertThat(fencing.note(new FencedInstanceIdException("restart " + restart)))
                    .isTrue();
            pass(Duration.ofSeconds(6));
        }
    }

    /** The coordinator fences the producer of a transaction that took too long: that is no other worker. */
    @Test
    void aNewWorkersProducerMayBeFenced() {
        assertThat(fencing.note(new ProducerFencedException("a slow transaction")))
                .isTrue();
    }

    @Test
    void threeTimesInQuickSuccessionNeitherIsNew() {
        pass(Duration.ofHours(1));
        fencing.note(new ProducerFencedException("first"));
        pass(Duration.ofSeconds(5));
        fencing.note(new KafkaException(new InvalidProducerEpochException("second, wrapped")));
        pass(Duration.ofSeconds(5));
        assertThatExceptionOfType(Fencing.TwoWorkersException.class)
                .isThrownBy(() -> fencing.note(new FencedInstanceIdException("third")));
    }

    @Test
    void otherFailuresAreNotCounted() {
        for (int time = 0; time < 10; time++) {
            assertThat(fencing.note(new TimeoutException("slow"))).isFalse();
        }
        assertThat(fencing.note(new ProducerFencedException("first"))).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
