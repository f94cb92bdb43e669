package dev.rollcall.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.cli.Surroundings;
import dev.rollcall.local.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosCommandTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void hasHelp() {
        assertThat(run("--help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .startsWith("Usage: rollcall chaos")
                .contains("--seed", "--only", "--minutes", "--report");
    }

    @Test
    void refusesAFaultThatDoesNotExistBeforeItStartsAnything() {
        assertThat(run("--only", "F9,F99")).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("unknown fault F99");
        assertThat(output.toString(StandardCharsets.UTF_8)).doesNotContain("System");
    }

    @Test
    void refusesAnOptionThatDoesNotExist() {
        assertThat(run("--sed", "42")).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--seed", "./rollcall chaos --help");
    }

    private int run(String... arguments) {
        Terminal terminal = new Terminal(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                false,
                80);
        return ChaosCommand.run(new Surroundings(directory, Map.of(), terminal), arguments);
    }
}
