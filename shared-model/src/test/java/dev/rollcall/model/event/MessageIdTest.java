package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "~", "msg_2g7np7Hrk0SN6kj5EDMLDaKNL0S", "ü", "😀"})
    void takesWhatHasNoBlanksAndNoControlCharacters(String value) {
        assertThat(new MessageId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a\tb", "a\r\nb", "\u0000", "\u001f", "a\u007f"})
    void refusesBlanksAndControlCharactersWithoutRepeatingThem(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageId(value))
                .withMessageEndingWith("this one has " + value.length());
    }

    @Test
    void takes256CharactersAndRefusesOneMore() {
        assertThat(new MessageId("a".repeat(256)).value()).hasSize(256);
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageId("a".repeat(257)));
    }

    @Test
    void comparesByTheBytesOfUtf8AsCollateCDoes() {
        // U+FF5E is EF BD 9E and U+1F600 is F0 9F 98 80, but as Java chars the second one is the smaller.
        List<MessageId> ascending = List.of(
                MessageId.NONE,
                new MessageId("A"),
                new MessageId("AA"),
                new MessageId("B"),
                new MessageId("a"),
                new MessageId("\u00fc"),
                new MessageId("\uff5e"),
                new MessageId("\ud83d\ude00"));
        for (int left = 0; left < ascending.size(); left++) {
            for (int right = 0; right < ascending.size(); right++) {
                assertThat(Integer.signum(ascending.get(left).compareTo(ascending.get(right))))
                        .as("%s and %s", ascending.get(left), ascending.get(right))
                        .isEqualTo(Integer.compare(left, right));
            }
        }
    }
}
