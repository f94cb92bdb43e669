package dev.rollcall.model.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void twoStreamsAreOnOneScreenWhereTheyAreOneDevice(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("errors.txt"));
        Path device = Path.of("/dev/null");
        assertThat(TerminalStream.isOneDevice(device, device)).isTrue();
        assertThat(TerminalStream.isOneDevice(device, Path.of("/dev/zero"))).isFalse();
        assertThat(TerminalStream.isOneDevice(device, file)).isFalse();
        assertThat(TerminalStream.isOneDevice(file, file)).as("a file is none").isFalse();
        assertThat(TerminalStream.isOneDevice(directory.resolve("none"), device))
                .isFalse();
    }

    @Test
    void anyValueOfNoColorIsANo() {
        assertThat(TerminalStream.wantsColours(null)).isTrue();
        assertThat(TerminalStream.wantsColours("")).isTrue();
        assertThat(TerminalStream.wantsColours("0")).isFalse();
    }
}
