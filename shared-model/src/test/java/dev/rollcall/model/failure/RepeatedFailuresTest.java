package dev.rollcall.model.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedFailuresTest {

    /** Close to where the clock overflows, as it may be. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    private final RepeatedFailures failures = new RepeatedFailures(nanos::get);

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void saysAFailureOnceAndThenOnceAMinuteHowOftenItCame() {
        assertThat(failures.happened("group")).hasValue(1);
        for (int time = 0; time < 590; time++) {
            pass(100);
            assertThat(failures.happened("group")).isEmpty();
        }
        pass(1_000);
        assertThat(failures.happened("group")).hasValue(591);
        pass(60_000);
        assertThat(failures.happened("group")).hasValue(1);
    }

    @Test
    void saysAtMostOneLineInTwoSecondsHoweverManyFailuresLast() {
        List<Long> said = new ArrayList<>();
        for (int millis = 0; millis < 600_000; millis += 10) {
            String failure = "failure " + millis % 4_000;
            if (failures.happened(failure).isPresent()) {
                said.add((long) millis);
            }
            pass(10);
        }
        assertThat(said).hasSizeGreaterThan(100);
        for (int line = 1; line < said.size(); line++) {
            assertThat(said.get(line) - said.get(line - 1)).isGreaterThanOrEqualTo(2_000);
        }
    }

    @Test
    void anotherFailureIsSaidAfterThePauseWithAllThatWasCountedMeanwhile() {
        failures.happened("one");
        assertThat(failures.happened("other")).isEmpty();
        pass(1_999);
        assertThat(failures.happened("other")).isEmpty();
        pass(1);
        assertThat(failures.happened("other")).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void aFactIsSaidAtOnceAndNotAgainWithinAMinute() {
        failures.happened("one");
        assertThat(failures.isNews("fact")).isTrue();
        pass(59_999);
        assertThat(failures.isNews("fact")).isFalse();
        assertThat(failures.isNews("another fact")).isTrue();
        pass(1);
        assertThat(failures.isNews("fact")).isTrue();
    }

    @Test
    void aFactTakesNoFailureItsLine() {
        failures.isNews("fact");
        assertThat(failures.happened("one")).hasValue(1);
    }

    @Test
    void aFactAboutSeveralThingsCountsEachOfThem() {
        assertThat(failures.news("fact", 3)).hasValue(3);
        assertThat(failures.news("fact", 4)).isEmpty();
        pass(60_000);
        assertThat(failures.news("fact", 5)).hasValue(9);
    }

    @Test
    void aLineEndsWithHowOftenUnlessItIsTheFirst() {
        assertThat(RepeatedFailures.counted(1)).isEmpty();
        assertThat(RepeatedFailures.counted(7)).isEqualTo(" (7 times since this was last said)");
    }
}
