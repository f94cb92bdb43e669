package dev.rollcall.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final RetrySchedule REAL = new RetrySchedule(1);
    private static final OptionalDouble NOTHING = OptionalDouble.empty();
    private static final double MIDDLE = 0.5;

    @Test
    void followsSvixsSchedule() {
        assertThat(IntStream.rangeClosed(1, 7).mapToObj(attempt -> REAL.delayAfter(attempt, false, NOTHING, MIDDLE)))
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(10));
    }

    @Test
    void jittersByTwentyPerCent() {
        assertThat(REAL.delayAfter(2, false, NOTHING, 0)).isEqualTo(Duration.ofMinutes(4));
        assertThat(REAL.delayAfter(2, false, NOTHING, 1)).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void punishesTimeoutsAndTooManyRequestsWithAMinute() {
        assertThat(REAL.delayAfter(1, true, NOTHING, MIDDLE)).isEqualTo(Duration.ofMinutes(1));
        assertThat(REAL.delayAfter(2, true, NOTHING, MIDDLE)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void honoursRetryAfterBetweenOnceAndTwiceTheDelay() {
        assertThat(REAL.delayAfter(1, false, OptionalDouble.of(1), MIDDLE)).isEqualTo(Duration.ofSeconds(5));
        assertThat(REAL.delayAfter(1, false, OptionalDouble.of(7.5), MIDDLE)).isEqualTo(Duration.ofMillis(7_500));
        assertThat(REAL.delayAfter(1, false, OptionalDouble.of(3_600), MIDDLE)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void compressesTheWholeToTheGivenSpan() {
        RetrySchedule minute = RetrySchedule.spanning(Duration.ofMinutes(1));
        Duration all = IntStream.rangeClosed(1, 7)
                .mapToObj(attempt -> minute.delayAfter(attempt, false, NOTHING, MIDDLE))
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(all).isCloseTo(Duration.ofMinutes(1), Duration.ofMillis(1));
    }

    @Test
    void readsRetryAfterAsSecondsOrDate() {
        Instant now = Instant.parse("2026-11-21T04:00:00Z");
        assertThat(RetryAfter.seconds("5", now)).hasValue(5);
        assertThat(RetryAfter.seconds(" 1.5 ", now)).hasValue(1.5);
        assertThat(RetryAfter.seconds("Sat, 21 Nov 2026 04:02:00 GMT", now)).hasValue(120);
        assertThat(RetryAfter.seconds("Sat, 21 Nov 2026 03:02:00 GMT", now)).isEmpty();
        assertThat(RetryAfter.seconds("0", now)).hasValue(0);
        assertThat(RetryAfter.seconds("-1", now)).isEmpty();
        assertThat(RetryAfter.seconds("Infinity", now)).isEmpty();
        assertThat(RetryAfter.seconds("soon", now)).isEmpty();
        assertThat(RetryAfter.seconds("NaN", now)).isEmpty();
    }

    @Test
    void paceDoesNotDrift() {
        Pace pace = new Pace(500, 1_000);
        for (int sent = 0; sent < 500; sent++) {
            pace.take();
        }
        // late or not, the 501st is due one second after the start
        assertThat(pace.nanosUntilNext(1_000)).isEqualTo(1_000_000_000);
        assertThat(pace.nanosUntilNext(2_000_001_000L)).isEqualTo(-1_000_000_000);
        assertThat(new Pace(0, 1_000).nanosUntilNext(1_000)).isZero();
    }
}
