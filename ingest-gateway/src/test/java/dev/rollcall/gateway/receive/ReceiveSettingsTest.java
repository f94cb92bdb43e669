package dev.rollcall.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.gateway.receive.ReceiveSettings.Deadlines;
import dev.rollcall.startup.SettingRefusedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReceiveSettingsTest {

    private static final Deadlines DEADLINES = new Deadlines(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMillis(2300),
            Duration.ofSeconds(2));

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of())).isEqualTo(new ReceiveSettings(8080, "0.0.0.0", 0, 4096, DEADLINES));
    }

    @Test
    void readsEverySetting() {
        assertThat(bind(Map.of(
                        "rollcall.gateway.port", "0",
                        "rollcall.gateway.address", "127.0.0.1",
                        "rollcall.gateway.threads", "3",
                        "rollcall.gateway.max-connections", "7",
                        "rollcall.gateway.deadlines.head", "1s",
                        "rollcall.gateway.deadlines.body", "2s",
                        "rollcall.gateway.deadlines.idle", "3s",
                        "rollcall.gateway.deadlines.answer", "1500ms",
                        "rollcall.gateway.deadlines.linger", "4s")))
                .isEqualTo(new ReceiveSettings(
                        0,
                        "127.0.0.1",
                        3,
                        7,
                        new Deadlines(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofMillis(1500),
                                Duration.ofSeconds(4))));
    }

    @Test
    void refusesWhatCannotBeMeant() {
        refuses("ROLLCALL_GATEWAY_PORT is 65536", () -> new ReceiveSettings(65536, "::", 0, 1, DEADLINES));
        refuses("ROLLCALL_GATEWAY_PORT is -1", () -> new ReceiveSettings(-1, "::", 0, 1, DEADLINES));
        refuses("ROLLCALL_GATEWAY_ADDRESS is empty", () -> new ReceiveSettings(1, " ", 0, 1, DEADLINES));
        refuses("rollcall.gateway.threads is -1", () -> new ReceiveSettings(1, "::", -1, 1, DEADLINES));
        refuses("rollcall.gateway.max-connections is 0", () -> new ReceiveSettings(1, "::", 0, 0, DEADLINES));
        Duration second = Duration.ofSeconds(1);
        refuses(
                "rollcall.gateway.deadlines.head is PT0S",
                () -> new Deadlines(Duration.ZERO, second, second, second, second));
        refuses(
                "rollcall.gateway.deadlines.body is PT-1S",
                () -> new Deadlines(second, second.negated(), second, second, second));
        refuses(
                "rollcall.gateway.deadlines.idle is PT0S",
                () -> new Deadlines(second, second, Duration.ZERO, second, second));
        refuses(
                "rollcall.gateway.deadlines.answer is PT0S",
                () -> new Deadlines(second, second, second, Duration.ZERO, second));
        refuses(
                "rollcall.gateway.deadlines.linger is PT0S",
                () -> new Deadlines(second, second, second, second, Duration.ZERO));
    }

    @Test
    void takesTheFirstAndTheLastThatItSaysItTakes() {
        Deadlines longest = new Deadlines(
                Duration.ofNanos(1),
                Duration.ofNanos(1),
                Duration.ofNanos(1),
                Duration.ofMillis(2400),
                Duration.ofNanos(1));
        assertThatCode(() -> new ReceiveSettings(0, "::", 0, 1, longest)).doesNotThrowAnyException();
        assertThatCode(() -> new ReceiveSettings(65_535, "::", 1, 1, longest)).doesNotThrowAnyException();
    }

    @Test
    void hasOneEventLoopPerProcessorUnlessAskedForANumber() {
        assertThat(new ReceiveSettings(0, "::", 0, 1, DEADLINES).threadCount())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        int other = Runtime.getRuntime().availableProcessors() + 3;
        assertThat(new ReceiveSettings(0, "::", other, 1, DEADLINES).threadCount())
                .isEqualTo(other);
    }

    @Test
    void refusesToLetASenderWaitLongerThanPromised() {
        Duration second = Duration.ofSeconds(1);
        refuses(
                "rollcall.gateway.deadlines.answer is PT2.5S",
                () -> new Deadlines(second, second, second, Duration.ofMillis(2500), second));
    }

    private static void refuses(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable settings) {
        assertThatThrownBy(settings).isInstanceOf(SettingRefusedException.class).hasMessageStartingWith(message);
    }

    private static ReceiveSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("rollcall.gateway", ReceiveSettings.class);
    }
}
