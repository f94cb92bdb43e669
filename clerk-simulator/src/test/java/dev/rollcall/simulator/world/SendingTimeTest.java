package dev.rollcall.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent must be believed: Rollcall refuses an event without an instance whose time is not that of its delivery. */
class SendingTimeTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

    @ParameterizedTest
    @ValueSource(ints = {300, 60_000})
    void everyStateIsOfTheLastDaysAndEveryDeleteNamesItsInstance(int events) {
        long midnight = DAY.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        WorldSettings settings =
                WorldSettings.of(7, events).withFaults(Fault.parse("all")).sentOn(DAY);
        World.of(settings).events().forEach(event -> {
            switch (event.meaning()) {
                // Sent at any hour of the day, it is 72 h old at most, and never of the future.
                case Meaning.State state ->
                    assertThat(state.version().eventAt())
                            .isBetween(midnight - Duration.ofHours(48).toMillis(), midnight);
                case Meaning.End end ->
                    assertThat(new String(event.body(), StandardCharsets.UTF_8))
                            .contains("\"instance_id\":\"" + WorldSettings.DEFAULT_INSTANCE_ID + "\"");
                case Meaning.DeadLetter dead -> assertThat(event.body()).isNotNull();
                case Meaning.Nothing nothing -> throw new AssertionError(nothing);
            }
        });
    }
}
