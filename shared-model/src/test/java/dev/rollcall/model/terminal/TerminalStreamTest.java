package dev.rollcall.model.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalStreamTest {

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final TerminalStream stream = TerminalStream.before(screen);

    @Test
    void theMarkIsInColourAndTheLineColoursNothing() {
        stream.print("before ");
        stream.say(Mark.BAD, "Ada\u001b[32m is well\u202e");

        assertThat(screen.toString(StandardCharsets.UTF_8))
                .isEqualTo("before \u001b[31m\u2717\u001b[0m Ada\\u001b[32m is well\\u202e" + System.lineSeparator());
    }

    @Test
    void anyValueOfNoColorIsANo() {
        assertThat(TerminalStream.wantsColours(null)).isTrue();
        assertThat(TerminalStream.wantsColours("")).isTrue();
        assertThat(TerminalStream.wantsColours("0")).isFalse();
    }
}
