package dev.rollcall.proving.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionalProgramTest {

    @Test
    void aMissingProgramSkipsItsTestOutsideOfCiAndFailsItThere() {
        assertThat(OptionalProgram.isThere(false, "no such thing", false)).isFalse();
        assertThatThrownBy(() -> OptionalProgram.isThere(false, "no such thing", true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no such thing");
    }

    @Test
    void oneThatIsThereIsUsedEverywhere() {
        assertThat(OptionalProgram.isThere(true, "", true)).isTrue();
        assertThat(OptionalProgram.isThere(true, "", false)).isTrue();
    }
}
