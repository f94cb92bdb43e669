package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"user_2g7np7Hrk0SN6kj5EDMLDaKNL0S", "a", "z", "A", "Z", "0", "9", "_", "-"})
    void takesLettersDigitsUnderscoreAndHyphen(String value) {
        assertThat(EntityId.isValid(value)).isTrue();
        assertThat(new EntityId(value)).hasToString(value);
    }

    /** Among them the neighbours of each range in ASCII. */
    @ParameterizedTest
    @ValueSource(strings = {"", "`", "{", "@", "[", "/", ":", "a b", "a.b", "ü", "user_1'--", "a\u0000", "٣"})
    void refusesEverythingElse(String value) {
        assertThat(EntityId.isValid(value)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new EntityId(value));
    }

    @Test
    void takes255CharactersAndRefusesOneMore() {
        assertThat(EntityId.isValid("a".repeat(255))).isTrue();
        assertThat(EntityId.isValid("a".repeat(256))).isFalse();
    }
}
