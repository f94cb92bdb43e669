package dev.rollcall.gateway.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0.9S", "PT1H1S"})
    void refusesAnIntervalThatMakesNoSense(String interval) {
        assertThatThrownBy(() -> new HeartbeatSettings(Duration.parse(interval)))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("ROLLCALL_HEARTBEAT_INTERVAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT1H"})
    void takesTheShortestAndTheLongestInterval(String interval) {
        assertThat(new HeartbeatSettings(Duration.parse(interval)).isOff()).isFalse();
    }

    @Test
    void zeroIsNone() {
        assertThat(new HeartbeatSettings(Duration.ZERO).isOff()).isTrue();
    }
}
