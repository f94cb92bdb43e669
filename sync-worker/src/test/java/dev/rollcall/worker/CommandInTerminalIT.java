package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.proving.servers.OptionalProgram;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A command as a person at a terminal sees it, while a database takes the connection and says nothing. */
@Timeout(300)
class CommandInTerminalIT {

    private static final String SIGN = "migrate ... ";

    @TempDir
    Path directory;

    @Test
    void whoWaitsAtATerminalSeesThatItGoesOn() throws Exception {
        try (ServerSocket silent = silent()) {
            Process process = atATerminal(silent, List.of("migrate", "--check"), "");
            StringBuilder seen = new StringBuilder();
            readUntil(process, seen, SIGN);
            answerNothing(silent);
            readUntil(process, seen, null);

            assertThat(seen.toString()).containsPattern(" s\r\u001b\\[Krollcall migrate: [^\u001b]+$");
        }
    }

    @Test
    void whatIsReadByProgramsOrGoesIntoAFileHasNoSign() throws Exception {
        Path errors = directory.resolve("errors.txt");
        for (List<String> words : List.of(List.of("migrate", "--check", "--json"), List.of("migrate", "--check"))) {
            try (ServerSocket silent = silent()) {
                String redirection = words.contains("--json") ? "" : " 2>" + errors;
                Process process = atATerminal(silent, words, redirection);
                answerNothing(silent);
                StringBuilder seen = new StringBuilder();
                readUntil(process, seen, null);

                String said = redirection.isEmpty() ? seen.toString() : Files.readString(errors);
                assertThat(said)
                        .hasLineCount(1)
                        .startsWith("rollcall migrate: ")
                        .doesNotContain("\u001b");
            }
        }
    }

    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Ends the connection that the command waits on, and lets it begin no other. */
    private static void answerNothing(ServerSocket silent) throws IOException {
        Socket connection = silent.accept();
        silent.close();
        connection.close();
    }

    /** Under script(1) of util-linux, which gives it a terminal. */
    private Process atATerminal(ServerSocket database, List<String> words, String redirection) throws IOException {
        Optional<Path> script = Optional.of(Path.of("/usr/bin/script")).filter(Files::isExecutable);
        assumeTrue(OptionalProgram.isThere(script, "script is not installed: apt-get install bsdutils"));
        String command = JavaCommand.main(
                        System.getProperty("java.class.path"),
                        WorkerApplication.class.getName(),
                        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                        words)
                .stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        ProcessBuilder builder = new ProcessBuilder(script.get().toString(), "-qec", command + redirection, "/dev/null")
                .redirectErrorStream(true);
        builder.environment()
                .put(
                        "ROLLCALL_DATABASE_URL",
                        "postgresql://rollcall_sync:test@127.0.0.1:%d/app?sslmode=disable"
                                .formatted(database.getLocalPort()));
        builder.environment().put("TERM", "xterm");
        return builder.start();
    }

    /** @param text null for its end */
    private static void readUntil(Process process, StringBuilder seen, @Nullable String text) throws IOException {
        InputStream output = process.getInputStream();
        while (text == null || seen.indexOf(text) < 0) {
            int one = output.read();
            if (one < 0) {
                assertThat(text).as(seen.toString()).isNull();
                return;
            }
            seen.append((char) one);
        }
    }
}
