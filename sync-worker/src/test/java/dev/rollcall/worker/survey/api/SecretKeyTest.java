package dev.rollcall.worker.survey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is read, and shown nowhere. */
class SecretKeyTest {

    @Test
    void itSaysOfWhichKindItIsAndNothingElse() {
        SecretKey live = SecretKey.of(" sk_live_productionKey\n");
        assertThat(live.isLive()).isTrue();
        assertThat(live.value()).isEqualTo("sk_live_productionKey");
        assertThat(live).hasToString("sk_live_…");

        SecretKey test = SecretKey.of("sk_test_developmentKey");
        assertThat(test.isLive()).isFalse();
        assertThat(test).hasToString("sk_test_…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pk_live_publishable",
                "whsec_signingSecret",
                "sk_prod_somethingElse",
                "sk_live_short",
                "sk_live_with a blank",
                "sk_live_two\nHeader: lines",
                "sk_live_keyWithUmlautÄ"
            })
    void whatIsNoKeyIsRefusedUnseen(String value) {
        assertThatThrownBy(() -> SecretKey.of(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLERK_SECRET_KEY")
                .hasMessageNotContaining(value.substring(8));
    }
}
