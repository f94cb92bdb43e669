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

    // Not 0: a process may have run for long when it is fenced for the first time.
    private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());
    private final Fencing fencing = new Fencing(nanos::get);

    @Test
    void onceIsARestartWhileTheOldProcessStillLived() {
        assertThat(fencing.note(new ProducerFencedException("another has the id")))
                .isTrue();
        assertThat(fencing.note(new FencedInstanceIdException("another has the name")))
                .isTrue();
    }

    @Test
    void threeTimesInARowAreTwoWorkersOfOneName() {
        fencing.note(new ProducerFencedException("first"));
        pass(Duration.ofSeconds(60));
        fencing.note(new KafkaException(new InvalidProducerEpochException("second, wrapped")));
        pass(Duration.ofSeconds(60));
        assertThatExceptionOfType(Fencing.TwoWorkersException.class)
                .isThrownBy(() -> fencing.note(new FencedInstanceIdException("third")))
                .satisfies(two -> assertThat(two.line("worker-0"))
                        .contains("\"worker-0\"")
                        .endsWith("give each its own ROLLCALL_WORKER_INSTANCE"));
    }

    @Test
    void whatLiesFurtherApartIsNotInARow() {
        for (int restart = 0; restart < 10; restart++) {
            assertThat(fencing.note(new ProducerFencedException("restart " + restart)))
                    .isTrue();
            pass(Duration.ofSeconds(61));
        }
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
