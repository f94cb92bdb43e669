package dev.rollcall.worker.operate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.worker.survey.api.ClerkApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key, address and share, as the environment names them. */
class ClerkSettingsTest {

    private static final String TEST = "sk_test_developmentKey";
    private static final String LIVE = "sk_live_productionKey";

    @TempDir
    private Path files;

    private static ClerkApi client(Map<String, String> variables, @Nullable Double perSecond) {
        return ClerkSettings.client(variables, perSecond, new SimpleMeterRegistry());
    }

    private static void asks(Map<String, String> variables, @Nullable Double perSecond, double expected) {
        assertThat(client(variables, perSecond).requestsPerSecond().orElseThrow())
                .isEqualTo(expected, within(1e-5));
    }

    private static Map<String, String> with(String key, String... more) {
        Map<String, String> variables = new HashMap<>(Map.of("CLERK_SECRET_KEY", key));
        for (int index = 0; index < more.length; index += 2) {
            variables.put(more[index], more[index + 1]);
        }
        return variables;
    }

    @Test
    void aFifthOfWhatClerkAllowsIsTakenUnlessItIsSetOtherwise() {
        asks(with(LIVE), null, 20);
        asks(with(TEST), null, 2);
        asks(with(TEST, "ROLLCALL_API_SHARE", " "), null, 2);
        asks(with(TEST, "ROLLCALL_API_SHARE", "0.5"), null, 5);
        asks(with(LIVE, "ROLLCALL_API_SHARE", "1"), null, 100);
        asks(with(TEST, "ROLLCALL_API_SHARE", "0.5"), 7.0, 7);
        assertThat(client(with(TEST), 0.0).requestsPerSecond()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.1", "1.01", "20%", "NaN", "much"})
    void aShareIsAboveNothingAndUpToAll(String share) {
        assertThatThrownBy(() -> client(with(TEST, "ROLLCALL_API_SHARE", share), null))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("ROLLCALL_API_SHARE");
    }

    @Test
    void aRateIsNotNegative() {
        assertThatThrownBy(() -> client(with(TEST), -1.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--rate");
    }

    @Test
    void theKeyMayComeFromAFile() throws IOException {
        Path file = Files.writeString(files.resolve("key"), LIVE + "\n");

        asks(Map.of("CLERK_SECRET_KEY_FILE", file.toString()), null, 20);
        asks(Map.of("CLERK_SECRET_KEY", " ", "CLERK_SECRET_KEY_FILE", file.toString()), null, 20);
    }

    @Test
    void twoKeysAndNoneAreRefusedWithoutShowingThem() throws IOException {
        Path file = Files.writeString(files.resolve("key"), LIVE);
        assertThatThrownBy(() -> client(with(TEST, "CLERK_SECRET_KEY_FILE", file.toString()), null))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("both set")
                .hasMessageNotContainingAny(TEST, LIVE);
        assertThatThrownBy(() -> client(Map.of(), null))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("CLERK_SECRET_KEY is not set");
        assertThatThrownBy(() -> client(
                        Map.of("CLERK_SECRET_KEY_FILE", files.resolve("none").toString()), null))
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageContaining("CLERK_SECRET_KEY_FILE");
    }

    @Test
    void aProductionKeyIsSentToNoOtherHost() {
        assertThatThrownBy(() -> client(with(LIVE, "CLERK_API_URL", "http://127.0.0.1:4010"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLERK_API_URL")
                .hasMessageNotContaining(LIVE);
        asks(with(TEST, "CLERK_API_URL", "http://127.0.0.1:4010"), null, 2);
    }
}
