package dev.rollcall.local.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionalProgramTest {

    @Test
    void aMissingProgramSkipsItsTestOutsideOfCiAndFailsItThere() {
        assertThat(OptionalProgram.isThere(Optional.empty(), "no such thing", false))
                .isFalse();
        assertThatThrownBy(() -> OptionalProgram.isThere(Optional.empty(), "no such thing", true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no such thing");
    }

    @Test
    void oneThatIsThereIsUsedEverywhere() {
        assertThat(OptionalProgram.isThere(Optional.of("/usr/bin/true"), "", true))
                .isTrue();
        assertThat(OptionalProgram.isThere(Optional.of("/usr/bin/true"), "", false))
                .isTrue();
    }
}
