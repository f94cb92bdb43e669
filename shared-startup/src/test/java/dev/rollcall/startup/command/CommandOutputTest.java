package dev.rollcall.startup.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.terminal.TerminalStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandOutputTest {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    /** What a person sees, of both streams. */
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    private final Signs signs = new Signs();

    @Test
    void aWaitIsCountedUntilItHasEnded() throws InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        CountedWait wait = CountedWait.begin("Kafka", SHORT, lines::add);
        assertThat(lines.take()).isEqualTo("Kafka ... 0 s");
        assertThat(lines.take()).startsWith("Kafka ... ");
        wait.close();
        lines.clear();
        assertThat(lines).as("none comes late").isEmpty();
    }

    @Test
    void whatIsSaidTakesTheSignAway() throws InterruptedException {
        CommandOutput output = new CommandOutput(screen, signs);
        output.giveSigns("doctor", SHORT);
        signs.await("\r\u001b[Kdoctor ... 0 s");
        output.out().println("all is well");
        output.close();
        output.err().println("said later");

        assertThat(screen.toString(StandardCharsets.UTF_8)
                        .replaceAll("(?:\r\u001b\\[Kdoctor \\.{3} \\d+ s)+\r\u001b\\[K", ""))
                .as("without signs that were taken away")
                .isEqualTo("all is well\nsaid later\n");
    }

    @Test
    void aLineThatHasBegunIsNotWrittenOver() throws InterruptedException {
        CommandOutput output = new CommandOutput(screen, signs);
        output.out().print("[###...");
        output.out().flush();
        output.giveSigns("backfill", SHORT);
        output.out().print("###]");
        output.out().flush();
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("[###...###]");

        output.out().println();
        signs.await("backfill ... ");
        output.close();
        assertThat(screen.toString(StandardCharsets.UTF_8)).startsWith("[###...###]\n\r\u001b[Kbackfill ... ");
    }

    @Test
    void whereNobodyLooksThereIsNoSign() {
        CommandOutput output = new CommandOutput(screen, signs);
        output.out().println("{}");
        output.err().println("warned");
        output.close();
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("{}\nwarned\n");
    }

    @Test
    void aSignThatWasNeverShownIsNotTakenAway() {
        CommandOutput output = new CommandOutput(screen, signs);
        output.giveSigns("schema", NEVER);
        output.out().println("model User");
        output.close();
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("model User\n");
    }

    @Test
    void whatATerminalWouldObeyIsStillMadeVisible() {
        CommandOutput output = new CommandOutput(screen, signs);
        output.err().println("Ada\u001b[2J");
        assertThat(output.out()).isInstanceOf(TerminalStream.class);
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("Ada\\u001b[2J\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dumb"})
    void aTerminalThatCannotMoveItsCursorGetsNone(String terminal) {
        assertThat(CommandOutput.canMoveItsCursor(terminal)).isFalse();
        assertThat(CommandOutput.canMoveItsCursor(null)).isFalse();
        assertThat(CommandOutput.canMoveItsCursor("xterm-256color")).isTrue();
    }

    /** Standard error, on the same screen; tells who waits for a sign. */
    private final class Signs extends OutputStream {

        @Override
        public synchronized void write(int one) {
            screen.write(one);
            notifyAll();
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            screen.write(bytes, from, length);
            notifyAll();
        }

        synchronized void await(String text) throws InterruptedException {
            while (!screen.toString(StandardCharsets.UTF_8).contains(text)) {
                wait();
            }
        }
    }
}
