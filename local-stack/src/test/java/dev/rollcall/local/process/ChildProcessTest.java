package dev.rollcall.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void hasItsOwnProcessIdAndEnvironmentAndNoInput() throws Exception {
        try (ChildProcess child = start("echo $$ $GREETING; cat; echo end", Map.of("GREETING", "hello"))) {
            assertThat(child.awaitExit()).isZero();
            assertThat(child.logFile()).hasContent(child.pid() + " hello\nend\n");
        }
    }

    @Test
    void doesNotPassTheGuardsSettingOn() throws Exception {
        try (ChildProcess child = start("env", Map.of())) {
            assertThat(child.awaitExit()).isZero();
            assertThat(child.logFile()).content().doesNotContain("ROLLCALL_STOP_SIGNAL");
        }
    }

    @Test
    void tellsItsExitCode() throws Exception {
        try (ChildProcess child = start("exit 7", Map.of())) {
            assertThat(child.onExit().get(120, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @Test
    void killsWhatItStartedToo() throws Exception {
        try (ChildProcess child = start("sleep 60 & echo $!; wait", Map.of())) {
            child.awaitUntil(() -> !LogTail.lines(child.logFile(), 1).isEmpty(), LONG);
            long grandchild = Long.parseLong(LogTail.lines(child.logFile(), 1).getFirst());
            RunningProcess running =
                    RunningProcess.of(ProcessHandle.of(grandchild).orElseThrow());

            child.kill();

            assertThat(child.onExit().join()).isEqualTo(137);
            assertThat(running.find()).isEmpty();
        }
    }

    @Test
    void asksToStopBeforeItKills() throws Exception {
        String polite = "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done";
        try (ChildProcess child = start(polite, Map.of())) {
            child.awaitUntil(() -> LogTail.lines(child.logFile(), 1).contains("ready"), LONG);
            child.stop(LONG);
            assertThat(child.onExit().join()).isEqualTo(3);
            assertThat(child.logFile()).hasContent("ready\nbye\n");
        }
    }

    @Test
    void killsWhatDoesNotStopInTime() throws Exception {
        try (ChildProcess child = start("trap '' TERM; echo ready; while :; do sleep 0.05; done", Map.of())) {
            child.awaitUntil(() -> LogTail.lines(child.logFile(), 1).contains("ready"), LONG);
            child.stop(Duration.ofMillis(50));
            assertThat(child.onExit().join()).isEqualTo(137);
        }
    }

    @Test
    void stopsEvenWhenPaused() {
        try (ChildProcess child = start("sleep 60", Map.of())) {
            child.pause();
            child.stop(LONG);
            assertThat(child.onExit().join()).isEqualTo(143);
        }
    }

    @Test
    void waitsUntilAUrlAnswersWith2xx() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try (ChildProcess child = start("sleep 60", Map.of())) {
            child.awaitHealthy(url, LONG);
            assertThat(asked).hasValue(3);
            child.kill();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void quotesTheLogOfOneThatEndsBeforeItIsReady() {
        try (ChildProcess child = start("echo the reason; exit 1", Map.of())) {
            assertThatThrownBy(() -> child.awaitUntil(() -> false, LONG))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining("test ended with exit code 1")
                    .hasMessageContaining("the reason");
        }
    }

    /** An operator who mistyped one setting must not read what an earlier run had to say. */
    @Test
    void saysOnlyTheOneLineOfThisRunThatSaysWhy() {
        for (String reason : List.of(
                "rollcall worker: CLERK_INSTANCE_ID has to be ins_...",
                "rollcall gateway: the secret is none",
                "rollcall migrate: the database refused: no such host")) {
            start("echo an earlier run; echo 'rollcall worker: an earlier reason'", Map.of())
                    .onExit()
                    .join();
            try (ChildProcess child =
                    start("echo Tomcat noise; echo '" + reason + "'; echo more noise; exit 1", Map.of())) {
                assertThatThrownBy(() -> child.awaitUntil(() -> false, LONG))
                        .hasMessageMatching("test ended with exit code 1 while starting. .* \\(log: .*/test.log\\)")
                        .hasMessageContaining(reason.replaceFirst(".*?(worker: |gateway: |migrate: )", ""))
                        .hasMessageNotContainingAny("earlier", "noise");
            }
        }
    }

    @Test
    void quotesNothingOfAnEarlierRun() {
        start("echo an earlier run", Map.of()).onExit().join();
        try (ChildProcess child = start("echo this run; exit 1", Map.of())) {
            assertThatThrownBy(() -> child.awaitUntil(() -> false, LONG))
                    .hasMessageContaining("this run")
                    .hasMessageNotContaining("earlier");
        }
    }

    @Test
    void handsOnNoSecretThatTheCommandDoesNotName() {
        String tell = "echo \"${ROLLCALL_MIGRATION_DATABASE_URL:-nothing}\"";
        try (ChildProcess child = start(tell, Map.of("ROLLCALL_MIGRATION_DATABASE_URL", "named"))) {
            child.onExit().join();
            assertThat(LogTail.lines(child.logFile(), 1)).containsExactly("named");
        }
        // What this process itself was given cannot be changed from here; the launcher's variables are no child's.
        assertThat(ChildProcess.NOT_INHERITED)
                .contains("ROLLCALL_GIVEN_DATABASE_URL", "ROLLCALL_GIVEN_SECRET", "ROLLCALL_MIGRATION_DATABASE_URL")
                .containsAll(ClerkVariables.ALL);
    }

    /** The test's own environment cannot be changed from here. */
    @Test
    void aProgramOfOthersInheritsNothingOfOurs() {
        Map<String, String> ours = Map.of(
                "ROLLCALL_OPS_TOKEN", "secret",
                "ROLLCALL_OPS_TOKEN_FILE", "secret",
                "ROLLCALL_MIGRATION_DATABASE_URL", "secret",
                "CLERK_SECRET_KEY", "secret",
                "CLERK_SECRET_KEY_FILE", "secret",
                "CLERK_WEBHOOK_SIGNING_SECRET", "secret",
                "DATABASE_URL", "secret",
                "TENANT_DATABASE_URL", "secret");
        Map<String, String> environment = new HashMap<>(ours);
        environment.put("PATH", "/bin");
        ChildCommand command = ChildCommand.of(
                "tunnel", List.of("/bin/true"), Map.of("ROLLCALL_NAMED", "named"), directory.resolve("test.log"));

        ChildProcess.prepare(environment, command, true);

        assertThat(environment)
                .containsOnly(
                        Map.entry("PATH", "/bin"),
                        Map.entry("ROLLCALL_NAMED", "named"),
                        Map.entry("ROLLCALL_STOP_SIGNAL", "TERM"));
        Map<String, String> forOurs = new HashMap<>(ours);
        ChildProcess.prepare(forOurs, command, false);
        assertThat(forOurs).containsKeys("ROLLCALL_OPS_TOKEN", "DATABASE_URL").doesNotContainKey("CLERK_SECRET_KEY");
    }

    @Test
    void saysThatAProgramIsMissing() throws IOException {
        ChildCommand command =
                ChildCommand.of("test", List.of("/does/not/exist"), Map.of(), directory.resolve("logs/test.log"));
        try (ChildProcess child = ChildProcess.start(command)) {
            assertThat(child.onExit().join()).isEqualTo(127);
            assertThat(Files.readString(child.logFile())).contains("/does/not/exist");
        }
    }

    private ChildProcess start(String script, Map<String, String> environment) {
        return ChildProcess.start(ChildCommand.of(
                "test", List.of("/bin/sh", "-c", script), environment, directory.resolve("logs/test.log")));
    }
}
