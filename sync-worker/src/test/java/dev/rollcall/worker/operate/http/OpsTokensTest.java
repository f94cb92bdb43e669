package dev.rollcall.worker.operate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsTokensTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    @TempDir
    Path directory;

    @Test
    void nobodyIsLetInWithoutTokens() {
        OpsTokens none = OpsTokens.of(" ", null);
        assertThat(none.exist()).isFalse();
        assertThat(none.holderOf("Bearer " + TOKEN)).isEmpty();
        assertThat(none.holderOf("Bearer ")).isEmpty();
    }

    @Test
    void aTokenHasAName() {
        OpsTokens tokens = OpsTokens.of("alice:" + TOKEN + "," + OTHER, null);
        assertThat(tokens.holderOf("Bearer " + TOKEN)).contains("alice");
        assertThat(tokens.holderOf("bearer " + OTHER)).contains("ops");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic " + TOKEN, TOKEN, "Bearer " + TOKEN + "0", "Bearer alice"})
    void whateverElseIsSentLetsNobodyIn(String header) {
        OpsTokens tokens = OpsTokens.of("alice:" + TOKEN, null);
        assertThat(tokens.holderOf(header)).isEmpty();
        assertThat(tokens.holderOf(null)).isEmpty();
    }

    @Test
    void aFileIsReadAgainAndAWrongOneKeepsTheLast() throws IOException {
        Path file = directory.resolve("tokens");
        Files.writeString(file, "alice:" + TOKEN + "\n");
        OpsTokens tokens = OpsTokens.of(null, file.toString());
        assertThat(tokens.holderOf("Bearer " + TOKEN)).contains("alice");
        Files.writeString(file, "alice:" + OTHER + "\nbob:" + TOKEN + "\n");
        assertThat(tokens.holderOf("Bearer " + TOKEN)).contains("bob");
        Files.writeString(file, "short");
        assertThat(tokens.holderOf("Bearer " + OTHER)).contains("alice");
        Files.delete(file);
        assertThat(tokens.holderOf("Bearer " + OTHER)).contains("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "0123456789abcde",
                "two words are no token",
                ",",
                "a:0123456789abcdef,a:0123456789abcdeg"
            })
    void aSettingThatIsNoneRefusesToStartAndRepeatsNothing(String wrong) {
        assertThatThrownBy(() -> OpsTokens.of(wrong, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand -hex 24")
                .hasMessageNotContaining(wrong.length() > 1 ? wrong : "§");
    }

    @Test
    void bothSettingsOrAMissingFileRefuseToStart() {
        assertThatThrownBy(() -> OpsTokens.of(TOKEN, "file")).hasMessageContaining("not both");
        assertThatThrownBy(() -> OpsTokens.of(null, directory.resolve("none").toString()))
                .hasMessageContaining("cannot be read");
    }
}
