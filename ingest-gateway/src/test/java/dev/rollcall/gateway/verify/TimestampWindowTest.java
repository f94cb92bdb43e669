package dev.rollcall.gateway.verify;

import static dev.rollcall.gateway.verify.TimestampWindow.Position.INSIDE;
import static dev.rollcall.gateway.verify.TimestampWindow.Position.TOO_NEW;
import static dev.rollcall.gateway.verify.TimestampWindow.Position.TOO_OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.model.event.MessageId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampWindowTest {

    private static final long NOW = 1_614_265_330;

    @ParameterizedTest
    @CsvSource({
        "-301, TOO_OLD",
        "-300, INSIDE",
        "-299, INSIDE",
        "0, INSIDE",
        "299, INSIDE",
        "300, INSIDE",
        "301, TOO_NEW"
    })
    void acceptsFiveMinutesBothWaysBoundsIncluded(long offset, TimestampWindow.Position expected) {
        assertThat(locate(Duration.ofMinutes(5), NOW + offset)).isEqualTo(expected);
    }

    @Test
    void countsWholeSecondsOfTheClock() {
        TimestampWindow window = new TimestampWindow(clockAt(NOW * 1000 + 999), Duration.ofMinutes(5));
        assertThat(window.locate(attemptAt(NOW - 300))).isEqualTo(INSIDE);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 11, TOO_NEW",
        "10, -11, TOO_OLD",
        "600, 600, INSIDE",
        "600, -601, TOO_OLD",
        "0, 0, INSIDE",
        "0, 1, TOO_NEW"
    })
    void canBeNarrowerOrWider(long tolerance, long offset, TimestampWindow.Position expected) {
        assertThat(locate(Duration.ofSeconds(tolerance), NOW + offset)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -999_999_999_999L})
    void findsTimesBeforeTheEpochTooOldEvenWhenTheToleranceReachesThere(long timestamp) {
        TimestampWindow window = new TimestampWindow(clockAt(5_000), Duration.ofMinutes(5));
        assertThat(window.locate(attemptAt(timestamp))).isEqualTo(TOO_OLD);
        assertThat(window.locate(attemptAt(1))).isEqualTo(INSIDE);
    }

    @Test
    void locatesTheGreatestTimestampThatCanBeWritten() {
        assertThat(locate(Duration.ofMinutes(5), 999_999_999_999L)).isEqualTo(TOO_NEW);
    }

    @Test
    void refusesANegativeTolerance() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimestampWindow(Clock.systemUTC(), Duration.ofSeconds(-1)))
                .withMessageContaining("negative");
    }

    private static TimestampWindow.Position locate(Duration tolerance, long timestamp) {
        return new TimestampWindow(clockAt(NOW * 1000), tolerance).locate(attemptAt(timestamp));
    }

    private static Clock clockAt(long millis) {
        return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private static SignatureHeaders attemptAt(long timestamp) {
        return new SignatureHeaders(new MessageId("msg_1"), Long.toString(timestamp), "v1,");
    }
}
