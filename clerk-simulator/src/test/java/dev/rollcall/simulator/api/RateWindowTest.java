package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateWindowTest {

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final RateWindow window = new RateWindow(2, nanoTime::get);

    @Test
    void takesSoManyInAnyTenSeconds() {
        assertThat(window.largest()).isZero();
        assertThat(window.take()).isTrue();
        assertThat(window.largest()).isEqualTo(1);
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(4));
        assertThat(window.take()).isTrue();
        assertThat(window.take()).isFalse();
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(6));
        assertThat(window.take()).as("ten seconds after the first").isFalse();
        nanoTime.incrementAndGet();
        assertThat(window.take()).as("what was refused took no room").isTrue();
        assertThat(window.take()).isFalse();
        assertThat(window.largest()).isEqualTo(2);
    }
}
