package dev.rollcall.proving.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class OptionalProgramTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, UTF_8);

    @Test
    void aMissingProgramSkipsItsTestOutsideOfCiWhichSaysSoAndFailsItThere() {
        assertThat(OptionalProgram.isThere(false, "no such thing", false, out)).isFalse();
        assertThat(said).hasToString("A test is skipped: no such thing" + System.lineSeparator());
        assertThatThrownBy(() -> OptionalProgram.isThere(false, "no such thing", true, out))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no such thing");
    }

    @Test
    void oneThatIsThereIsUsedEverywhere() {
        assertThat(OptionalProgram.isThere(true, "", true, out)).isTrue();
        assertThat(OptionalProgram.isThere(true, "", false, out)).isTrue();
        assertThat(said).hasToString("");
    }
}
