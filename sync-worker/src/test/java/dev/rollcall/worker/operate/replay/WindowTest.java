package dev.rollcall.worker.operate.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The stretch of the log that {@code replay} is told to publish again. */
class WindowTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @Test
    void itHasItsFirstMillisecondAndNotItsLast() {
        Window window = Window.parse("2026-11-01T00:00Z", "2026-11-02", CLOCK);
        long from = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("2026-11-02T00:00:00Z").toEpochMilli();
        assertThat(window.contains(from - 1)).isFalse();
        assertThat(window.contains(from)).isTrue();
        assertThat(window.contains(to - 1)).isTrue();
        assertThat(window.contains(to)).isFalse();
        assertThat(window.describe()).isEqualTo("from=2026-11-01T00:00:00Z to=2026-11-02T00:00:00Z");
    }

    @Test
    void withoutAnEndItHasAllThatFollows() {
        Window window = Window.parse("90m", null, CLOCK);
        assertThat(window.contains(NOW.minusSeconds(5_400).toEpochMilli())).isTrue();
        assertThat(window.contains(Long.MAX_VALUE)).isTrue();
        assertThat(window.describe()).isEqualTo("from=2026-11-30T10:30:00Z");
    }

    @Test
    void whatHasNoBeginningOrEndsBeforeItIsRefused() {
        assertThatThrownBy(() -> Window.parse(null, "today", CLOCK)).hasMessageContaining("--from 2026-11-01T00:00Z");
        assertThatThrownBy(() -> Window.parse("1h", "2h", CLOCK)).hasMessage("--to has to be later than --from");
        assertThatThrownBy(() -> Window.parse("1h", "1h", CLOCK)).hasMessage("--to has to be later than --from");
    }
}
