package dev.rollcall.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stack that is watched: only its supervisor runs, until it does not. */
@Timeout(300)
class StatusTest {

    private static final String BEGINS_ANEW = "\u001b[H\u001b[2J";
    /** Of a program that Ctrl-C ends, as a shell has it. */
    private static final int INTERRUPTED = 130;

    @TempDir
    Path directory;

    private final Process supervisor;
    private StandInRepository repository = new StandInRepository(Path.of(""));

    StatusTest() throws IOException {
        supervisor = new ProcessBuilder("sleep", "600").start();
    }

    @BeforeEach
    void note() throws IOException {
        repository = StandInRepository.in(directory);
        StandInStack.in(repository.dataDirectory(), supervisor.toHandle());
    }

    @AfterEach
    void end() {
        supervisor.destroyForcibly();
    }

    @Test
    void watchingShowsWhatBecomesOfAStackUntilCtrlC() throws Exception {
        Process watching = watch();
        try (BufferedReader shown = watching.inputReader(UTF_8)) {
            assertThat(linesUntil("Console: ", shown).getFirst())
                    .startsWith(BEGINS_ANEW + "The stack in " + repository.dataDirectory() + " is running");

            supervisor.destroyForcibly().waitFor();
            assertThat(linesUntil("Nothing runs in ", shown).getLast())
                    .startsWith(BEGINS_ANEW + "Nothing runs in " + repository.dataDirectory());
            linesUntil(BEGINS_ANEW, shown);

            new ProcessBuilder("sh", "-c", "kill -INT " + watching.pid())
                    .start()
                    .waitFor();
            assertThat(watching.waitFor()).isEqualTo(INTERRUPTED);
            assertThat(new String(watching.getErrorStream().readAllBytes(), UTF_8))
                    .isEmpty();
        } finally {
            watching.destroyForcibly();
        }
    }

    /** Ctrl-C ends it also where this JVM runs in the background and does not hear it. */
    private Process watch() throws IOException {
        ProcessBuilder status = repository.program(Map.of(), "status", "--watch");
        status.command().addAll(0, List.of("env", "--default-signal=INT"));
        return status.start();
    }

    /** The next ones, to the first that has this text. */
    private static List<String> linesUntil(String text, BufferedReader shown) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            String line = shown.readLine();
            assertThat(line).as("after %s", lines).isNotNull();
            lines.add(line);
        } while (!lines.getLast().contains(text));
        return lines;
    }
}
