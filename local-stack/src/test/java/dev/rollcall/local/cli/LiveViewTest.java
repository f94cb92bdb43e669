package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.local.process.StartFailedException;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.StackHome;
import dev.rollcall.local.stack.Tunnel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stack of which nothing answers: only its supervisor runs, or does not. */
class LiveViewTest {

    @TempDir
    Path directory;

    private final Process supervisor;
    private StackHome home = new StackHome(Path.of(""));

    LiveViewTest() throws IOException {
        supervisor = new ProcessBuilder("sleep", "600").start();
    }

    @BeforeEach
    void note() throws IOException {
        home = StandInStack.in(directory.resolve(".rollcall"), supervisor.toHandle());
    }

    @AfterEach
    void end() {
        supervisor.destroyForcibly();
    }

    @Test
    void endsWithTheStackAndSaysThatThereIsNoTunnelUntilThen() throws Exception {
        assertThatThrownBy(() -> Tunnel.start(home, "no-such-tunnel {port}", 4711))
                .isInstanceOf(StartFailedException.class);
        ByteArrayOutputStream shown = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int count) {
                super.write(bytes, from, count);
                if (toString(StandardCharsets.UTF_8).contains("do not answer")) {
                    supervisor.destroyForcibly();
                }
            }
        };
        PrintStream screen = new PrintStream(shown, true, StandardCharsets.UTF_8);
        RunState state = RunState.ofRunning(home).orElseThrow();

        new LiveView(new Terminal(screen, screen, true, 120), home, StandInStack.NOWHERE)
                .showUntilItEnds(state.supervisor(), "./rollcall up");

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("no tunnel (exit code 127)  gateway and worker do not answer")
                .endsWith("The stack in %s has ended, and this view with it. Start it again with: ./rollcall up\n"
                        .formatted(home.directory()));
    }

    @Test
    void statusSaysWhatBecameOfTheTunnel() throws Exception {
        StandInRepository repository = StandInRepository.in(directory);
        assertThat(tunnel(repository).isNull()).isTrue();

        try (Tunnel open = Tunnel.start(home, "sh -c 'echo https://p.example.com; exec sleep 600' {port}", 4711)) {
            assertThat(tunnel(repository))
                    .hasToString("{\"address\":\"%s\",\"open\":true,\"exit_code\":null}".formatted(open.address()));
            assertThat(repository.run("status").output()).endsWith("Public address: https://p.example.com\n");
        }
        assertThatThrownBy(() -> Tunnel.start(home, "no-such-tunnel {port}", 4711))
                .isInstanceOf(StartFailedException.class);

        assertThat(tunnel(repository)).hasToString("{\"address\":null,\"open\":false,\"exit_code\":127}");
        assertThat(repository.run("status").output())
                .contains("Public address: none, the tunnel did not open (exit code 127)");
    }

    private static JsonNode tunnel(StandInRepository repository) {
        return JsonMapper.shared()
                .readTree(repository.run("status", "--json").output())
                .get("tunnel");
    }
}
