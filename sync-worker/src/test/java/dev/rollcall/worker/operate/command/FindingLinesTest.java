package dev.rollcall.worker.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.terminal.TerminalStream;
import dev.rollcall.worker.operate.doctor.Finding;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingLinesTest {

    private static final List<Finding> FOUND = List.of(
            new Finding(Finding.Level.OK, "PostgreSQL 18", ""),
            new Finding(Finding.Level.WARN, "a role named \u001b[32mgood", "drop it"),
            new Finding(Finding.Level.FAIL, "fsync off", "set fsync = on"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void marksEachWhereSomebodyLooksAndNothingThatWasFoundColoursTheLine() {
        TerminalStream terminal = TerminalStream.before(bytes);

        FindingLines.print(FOUND, terminal, terminal);

        assertThat(printed()).isEqualTo("""
                \u001b[32m\u2713\u001b[0m OK    PostgreSQL 18
                \u001b[33m!\u001b[0m WARN  a role named \\u001b[32mgood
                      -> drop it
                \u001b[31m\u2717\u001b[0m FAIL  fsync off
                      -> set fsync = on
                """);
    }

    @Test
    void marksNothingElsewhere() {
        PrintStream out = TerminalStream.before(bytes);

        FindingLines.print(FOUND, out, FindingLines.marked(out, Map.of()));

        assertThat(printed()).startsWith("OK    PostgreSQL 18\nWARN  ").doesNotContain("\u001b", "\u2713");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
