package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.stack.Narrator;
import dev.rollcall.model.terminal.Mark;
import dev.rollcall.model.terminal.TerminalStream;
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

    @Test
    void marksInColourWhatWentWellWhereSomebodyLooks() {
        new Terminal(stream(), stream(), true, true, 80).say(Mark.GOOD, "ready \u001b[0m");

        assertThat(text()).isEqualTo("\u001b[32m\u2713 \u001b[0mready \\u001b[0m\n");
    }

    @Test
    void marksNothingInAPipeOrWithoutColours() {
        new Terminal(stream(), stream(), true, false, 80).say(Mark.BAD, "not ready");
        new Terminal(stream(), stream(), false, true, 80).say(Mark.BAD, "not ready");

        assertThat(text()).isEqualTo("not ready\nnot ready\n");
        assertThat(TerminalStream.wantsColours(null)).isTrue();
        assertThat(TerminalStream.wantsColours("")).isTrue();
        assertThat(TerminalStream.wantsColours("1")).as("NO_COLOR").isFalse();
    }

    @SuppressWarnings("try")
    @Test
    void takesAWaitAwayWhenItHasEnded() {
        Terminal terminal = new Terminal(stream(), stream(), true, true, 80);
        try (Narrator.Wait wait = new Progress(terminal).begin("Worker and gateway")) {
            assertThat(text()).endsWith("Worker and gateway ...\u001b[?7h");
        }

        assertThat(text()).endsWith("\r\u001b[K");
    }

    private PrintStream stream() {
        return new PrintStream(output, true, StandardCharsets.UTF_8);
    }

    private Terminal terminal(boolean interactive) {
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        return new Terminal(out, out, interactive, 30);
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
