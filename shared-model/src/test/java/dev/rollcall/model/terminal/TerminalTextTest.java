package dev.rollcall.model.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TerminalTextTest {

    /** Sets the title, clears the screen, puts text into the clipboard, changes the colour. */
    private static final String ATTACK = "Zoe\u001b]0;pwned\u0007\u001b[2J\u001b]52;c;cm0gLXJm\u001b\\\u009b31m";

    /** Every character that a terminal obeys, or that changes the order in which a line is read. */
    private static final String DANGEROUS = IntStream.concat(
                    IntStream.concat(IntStream.range(0, 0x20), IntStream.rangeClosed(0x7f, 0x9f))
                            .filter(one -> one != '\n' && one != '\t'),
                    IntStream.concat(
                            IntStream.of(0x061c, 0x200e, 0x200f),
                            IntStream.concat(
                                    IntStream.rangeClosed(0x2028, 0x202e), IntStream.rangeClosed(0x2066, 0x206f))))
            .mapToObj(Character::toString)
            .collect(Collectors.joining());

    @Test
    void showsEveryCharacterThatATerminalWouldObey() {
        for (int at = 0; at < DANGEROUS.length(); at++) {
            String one = DANGEROUS.substring(at, at + 1);
            assertThat(TerminalText.visible("a" + one + "b")).isEqualTo("a\\u%04xb".formatted((int) one.charAt(0)));
            assertThat(TerminalText.onOneLine("a" + one + "b")).matches("a\\\\(u[0-9a-f]{4}|r)b");
        }
        assertThat(TerminalText.visible(ATTACK)).doesNotContain("\u001b", "\u0007", "\u009b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Zoë", "Søren 🙂", "👩\u200d💻 \u200c", "שלום", "a\\u001b", "\ufeffé\u00a0"})
    void leavesOrdinaryTextAsItIs(String text) {
        assertThat(TerminalText.visible(text)).isEqualTo(text);
        assertThat(TerminalText.onOneLine(text)).isEqualTo(text);
    }

    @Test
    void keepsTheLinesOfALongerTextAndNoneWithinAValue() {
        assertThat(TerminalText.visible("one\r\ntwo\n\tthree\rfour")).isEqualTo("one\r\ntwo\n\tthree\\u000dfour");
        assertThat(TerminalText.onOneLine("one\r\ntwo\tthree")).isEqualTo("one\\r\\ntwo\\tthree");
    }

    @Test
    void showsHalfASurrogatePair() {
        assertThat(TerminalText.visible("a\ud83d")).isEqualTo("a\\ud83d");
        assertThat(TerminalText.visible("\ude00\ud83d\ude00")).isEqualTo("\\ude00\ud83d\ude00");
    }

    @Test
    void leavesTheValuesOfJsonTheSame() {
        String json = JsonMapper.shared().writeValueAsString(ATTACK + DANGEROUS);

        String shown = TerminalText.visible(json);

        assertThat(shown).matches("[ -~]*|[^\\p{Cc}\\p{Cf}]*");
        assertThat(JsonMapper.shared().readTree(shown).asString()).isEqualTo(ATTACK + DANGEROUS);
    }

    @Test
    void theStreamShowsThemHoweverTheBytesAreCut() {
        String text = ATTACK + "\r\nü€🙂\u202e\r.\u061c";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int portion = 1; portion <= bytes.length; portion++) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            TerminalStream stream = TerminalStream.before(output);
            for (int from = 0; from < bytes.length; from += portion) {
                stream.write(bytes, from, Math.min(portion, bytes.length - from));
            }
            stream.flush();
            assertThat(output.toString(StandardCharsets.UTF_8))
                    .as("in portions of %d", portion)
                    .isEqualTo(TerminalText.visible(text));
        }
    }

    @Test
    void whatWaitsForItsOtherHalfIsShownWhenTheStreamIsClosed() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        TerminalStream stream = TerminalStream.before(output);
        stream.write('a');
        stream.write('\r');
        stream.flush();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("a");
        stream.close();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("a\\u000d");
    }

    @Test
    void theStreamPrintsLongTextsWhole() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String text = "é🙂x".repeat(10_000);

        TerminalStream.before(output).println(text + "\u001b");

        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo(text + "\\u001b\n");
    }
}
