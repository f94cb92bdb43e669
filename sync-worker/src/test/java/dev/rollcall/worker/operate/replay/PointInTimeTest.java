package dev.rollcall.worker.operate.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointInTimeTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-29T17:30:05Z"));

    @ParameterizedTest
    @CsvSource({
        "90s,2026-11-29T17:28:35Z",
        "90m,2026-11-29T16:00:05Z",
        "1h,2026-11-29T16:30:05Z",
        "2d,2026-11-27T17:30:05Z",
        "today,2026-11-29T00:00:00Z",
        "yesterday,2026-11-28T00:00:00Z",
        "2026-11-01,2026-11-01T00:00:00Z",
        "2026-11-01T08:00+01:00,2026-11-01T07:00:00Z"
    })
    void readsATimeAsPeopleSayIt(String text, Instant meant) {
        assertThat(PointInTime.parse("--from", text, NOW)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1w", "h", "-1h", "1.5h", "1 h", "1H", "tomorrow", "9999999d", "2026-11-01T08:00"})
    void saysWhatToWriteInsteadOfAnythingElse(String text) {
        assertThatThrownBy(() -> PointInTime.parse("--from", text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--from has to be a time with an offset; write for instance 2026-11-01T00:00Z, yesterday or 90m");
    }

    @Test
    void leavesOutWhatIsNotWritten() {
        assertThat(PointInTime.parse("--to", null, NOW)).isNull();
    }
}
