package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TextTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T08:00:00Z,2026-11-20T08:00:00Z",
        "2026-11-20T08:00:00.123Z,2026-11-20T08:00:00.123Z",
        "2026-11-20T08:00:00.1239999999999Z,2026-11-20T08:00:00.123Z",
        "2026-11-20t08:00:00z,2026-11-20T08:00:00Z",
        "2026-11-20 08:00:00Z,2026-11-20T08:00:00Z",
        "2026-11-20T08:00:00+02:00,2026-11-20T06:00:00Z",
        "2026-11-20T08:00:00-05:30,2026-11-20T13:30:00Z",
        "2016-12-31T23:59:60Z,2017-01-01T00:00:00Z"
    })
    void readsRfc3339(String text, Instant instant) {
        assertThat(millis('"' + text + '"')).isEqualTo(instant.toEpochMilli());
    }

    @Test
    void aTimeHasUpTo64Characters() {
        String longest = "2026-11-20T08:00:00." + "1".repeat(43) + "Z";
        assertThat(millis('"' + longest + '"'))
                .isEqualTo(Instant.parse("2026-11-20T08:00:00.111Z").toEpochMilli());
        assertThat(millis('"' + longest.replace("Z", "1Z") + '"')).isNull();
    }

    @Test
    void readsWholeNumbers() {
        assertThat(millis("1700000000123")).isEqualTo(1_700_000_000_123L);
        assertThat(millis("-1")).isEqualTo(-1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-11-20\"",
                "\"2026-11-20T08:00Z\"",
                "\"2026-11-20T08:00:00\"",
                "\"2026-13-20T08:00:00Z\"",
                "\"2026-11-20T08:00:00 Z\"",
                "\"1700000000123\"",
                "\"soon\"",
                "\"\"",
                "1.5",
                "1e3",
                "9223372036854775808",
                "true",
                "null",
                "{}",
                "[1]"
            })
    void whatIsNeitherIsNoTime(String json) {
        assertThat(millis(json)).isNull();
    }

    private static @Nullable Long millis(String json) {
        return TextTime.millis(new JsonMapper().readTree(json));
    }
}
