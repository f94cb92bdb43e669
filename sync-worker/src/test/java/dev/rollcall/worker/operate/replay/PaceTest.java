package dev.rollcall.worker.operate.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private final List<Long> pauses = new ArrayList<>();
    private final Pace pace = new Pace(200, now::get, nanos -> {
        pauses.add(nanos);
        now.addAndGet(nanos);
    });

    @Test
    void spacesRecordsEvenly() throws InterruptedException {
        for (int record = 0; record < 4; record++) {
            pace.await();
        }
        assertThat(pauses).containsExactly(5_000_000L, 5_000_000L, 5_000_000L);
    }

    @Test
    void doesNotMakeUpForTimeInWhichNothingWasPublished() throws InterruptedException {
        pace.await();
        now.addAndGet(60_000_000_000L);
        pace.await();
        pace.await();
        assertThat(pauses).containsExactly(5_000_000L);
    }

    @Test
    void countsTheTimeThatPublishingTook() throws InterruptedException {
        pace.await();
        now.addAndGet(4_000_000);
        pace.await();
        assertThat(pauses).containsExactly(1_000_000L);
    }

    @Test
    void holdsBackWhatComesAfterManyAtOnce() throws InterruptedException {
        pace.await(100);
        pace.await(1);
        pace.await(1);
        assertThat(pauses).containsExactly(500_000_000L, 5_000_000L);
    }

    /** A machine's clock may begin anywhere, below zero too. */
    @Test
    void theFirstWaitsForNothing() throws InterruptedException {
        now.set(-60_000_000_000L);
        pace.await();
        assertThat(pauses).isEmpty();
    }

    @Test
    void takesAnyRateUpToTheHighest() {
        assertThat(Pace.of(1).perSecond()).isEqualTo(1);
        assertThat(Pace.of(Pace.HIGHEST).perSecond()).isEqualTo(100_000);
    }

    @Test
    void refusesARateThatIsNone() {
        assertThatThrownBy(() -> Pace.of(0)).hasMessageContaining("from 1 to 100000");
        assertThatThrownBy(() -> Pace.of(100_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
