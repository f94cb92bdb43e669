package dev.rollcall.worker.operate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who acts and why is kept as long as the database. */
class ReasonTest {

    @Test
    void threeToFiveHundredCharactersAreAReason() {
        assertThat(new Reason("  why ").text()).isEqualTo("why");
        assertThat(Reason.required("x".repeat(500)).text()).hasSize(500);
        assertThatThrownBy(() -> Reason.required("x".repeat(501))).hasMessageContaining("3 to 500 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  no  ", "two\nlines", "a\u0000b", "\u001b[31mred"})
    void lessThanThatOrMoreThanALineIsNone(String text) {
        assertThatThrownBy(() -> Reason.required(text)).hasMessageContaining("write a reason");
    }

    @Test
    void noReasonIsNone() {
        assertThatThrownBy(() -> Reason.required(null)).hasMessageContaining("write a reason");
    }

    @Test
    void anAddressIsRefusedUnseen() {
        assertThatThrownBy(() -> new Reason("@zoe asked"))
                .hasMessageNotContaining("zoe")
                .hasMessageContaining("user_2abc");
    }

    @Test
    void whoActsIsNamedByWhatHeCameWith() {
        assertThat(Actor.ofToken("ann")).hasToString("token:ann");
        assertThat(Actor.ofWorker("w1")).hasToString("worker:w1");
        assertThat(Actor.ofLoopback()).hasToString("loopback");
        assertThat(Actor.ofThisProcess().name()).startsWith("os:").matches("[\\x21-\\x7e]+");
    }
}
