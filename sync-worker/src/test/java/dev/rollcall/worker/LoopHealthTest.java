package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.copy.consume.LoopState;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class LoopHealthTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final LoopState stuck = new LoopState(nanos::get, Clock.systemUTC());

    private Status after(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        return LoopHealth.alive(List.of(new LoopState(nanos::get, Clock.systemUTC()), stuck))
                .getStatus();
    }

    @Test
    void oneLoopWithoutASignOfLifeMakesTheProcessUnhealthyWithinHalfAMinute() {
        assertThat(after(0)).isEqualTo(Status.UP);
        assertThat(after(20)).isEqualTo(Status.UP);
        assertThat(after(9)).isEqualTo(Status.DOWN);
    }
}
