package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void leavesOutWholeFiguresOfALiveLineThatIsTooWide() {
        terminal(true).live("received 10 (2/s)  applied 9 (2/s)  lag 5 ms");

        assertThat(text()).contains("received 10 (2/s)").doesNotContain("applied", "lag");
    }

    @Test
    void cutsALiveLineWithoutFiguresAtTheEdge() {
        terminal(true).live("a sentence that is longer than the terminal is wide");

        assertThat(text()).contains("a sentence that is longer tha").doesNotContain("longer than the");
    }

    @Test
    void keepsTheLiveLineBelowWhatIsSaid() {
        Terminal terminal = terminal(true);
        terminal.live("lag 5 ms");
        terminal.say("kafka is ready again");

        assertThat(text().indexOf("kafka is ready again\n")).isLessThan(text().lastIndexOf("lag 5 ms"));
    }

    @Test
    void printsOneWholeLineAfterTheOtherElsewhere() {
        Terminal terminal = terminal(false);
        terminal.live("received 10 (2/s)  applied 9 (2/s)  lag 5 ms");
        terminal.say("kafka is ready again");

        assertThat(text()).isEqualTo("""
                received 10 (2/s)  applied 9 (2/s)  lag 5 ms
                kafka is ready again
                """);
    }

    private Terminal terminal(boolean interactive) {
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        return new Terminal(out, out, interactive, 30);
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
