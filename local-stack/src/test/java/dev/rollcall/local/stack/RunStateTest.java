package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.RunningProcess;
import dev.rollcall.local.stack.RunState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {

    private static final RunState.Connections CONNECTIONS = new RunState.Connections(
            "http://127.0.0.1:1/webhooks/clerk",
            "http://127.0.0.1:2",
            "http://127.0.0.1:3",
            "127.0.0.1:4",
            "/etc/kafka.properties",
            "postgresql://admin:hidden@h:5/d",
            "postgresql://backend:hidden@h:5/d",
            "postgresql://backend:hidden@h:5/d",
            "postgresql://tenant:hidden@h:5/d",
            "whsec_new, whsec_old",
            null,
            "hidden-token",
            false,
            Map.of("CLERK_SECRET_KEY", "sk_test_hidden"));

    @TempDir
    Path directory;

    @Test
    void isReadAsItWasWritten() throws IOException {
        StackHome home = home();
        RunState state = new RunState(
                RunningProcess.of(ProcessHandle.current()),
                Phase.READY,
                List.of(new RunState.Part(
                        PartName.KAFKA,
                        new RunningProcess(7, Instant.EPOCH),
                        Map.of("kafka", 4),
                        "kafka.log",
                        2,
                        true)),
                CONNECTIONS,
                InheritedSettings.of(Map.of("ROLLCALL_ANNOUNCE", "extra"), ClerkAccess.NONE, Set.of("SERVER_PORT")));
        state.writeTo(home);

        assertThat(RunState.ofRunning(home)).contains(state);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.stateFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void isNotThatOfARunningStackWhenTheSupervisorHasEnded() throws IOException {
        StackHome home = home();
        RunningProcess ended = new RunningProcess(ProcessHandle.current().pid(), Instant.EPOCH);
        new RunState(ended, Phase.READY, List.of(), null, null).writeTo(home);

        assertThat(RunState.ofRunning(home)).isEmpty();
        assertThat(RunState.ofLatest(home)).isPresent();
    }

    @Test
    void isNoneWhenTheFileCannotBeUnderstood() throws IOException {
        StackHome home = home();
        Files.writeString(home.stateFile(), "{\"supervisor\": 3");

        assertThat(RunState.ofRunning(home)).isEmpty();
    }

    @Test
    void ofAnEarlierReleaseIsReadWithoutInheritedSettings() throws IOException {
        StackHome home = home();
        RunState state =
                new RunState(RunningProcess.of(ProcessHandle.current()), Phase.READY, List.of(), CONNECTIONS, null);
        state.writeTo(home);

        assertThat(home.stateFile()).content().doesNotContain("inherited");
        assertThat(RunState.ofRunning(home)).contains(state);
    }

    @Test
    void holdsOfAnInheritedSettingItsNameAndAHashThatIsAnotherAtEachRun() throws IOException {
        StackHome home = home();
        Map<String, String> shell = Map.of(
                "ROLLCALL_DATABASE_POOLER", "value-of-a-setting",
                "CLERK_SECRET_KEY", "sk_live_of-the-shell");
        InheritedSettings inherited = InheritedSettings.of(shell, new ClerkAccess(shell), Set.of());
        new RunState(RunningProcess.of(ProcessHandle.current()), Phase.READY, List.of(), null, inherited).writeTo(home);

        assertThat(home.stateFile())
                .content()
                .contains("ROLLCALL_DATABASE_POOLER", "CLERK_SECRET_KEY")
                .doesNotContain("value-of-a-setting", "of-the-shell");
        assertThat(inherited.hashes()).hasSize(2);
        assertThat(InheritedSettings.of(shell, new ClerkAccess(shell), Set.of())
                        .hashes()
                        .values())
                .doesNotContainAnyElementsOf(inherited.hashes().values());
    }

    @Test
    void signsWithTheFirstSecretAndPrintsNone() {
        assertThat(CONNECTIONS.currentSigningSecret()).isEqualTo("whsec_new");
        assertThat(CONNECTIONS.toString()).doesNotContain("hidden", "whsec");
    }

    private StackHome home() throws IOException {
        StackHome home = new StackHome(directory.resolve("home"));
        home.create();
        return home;
    }

    @Test
    void saysWhichPartsAreItsOwnAndWhetherAllCanAnswer() {
        RunningProcess self = RunningProcess.of(ProcessHandle.current());
        RunState ready = new RunState(
                self,
                RunState.Phase.READY,
                List.of(
                        new RunState.Part(PartName.POSTGRES, null, Map.of(), null, 0, true),
                        new RunState.Part(PartName.KAFKA, null, Map.of(), null, 0, false)),
                null,
                null);
        assertThat(ready.hasOwn(PartName.POSTGRES)).isTrue();
        assertThat(ready.hasOwn(PartName.KAFKA)).isFalse();
        assertThat(ready.hasOwn(PartName.WORKER)).isFalse();
        assertThat(ready.isReady()).isTrue();
        assertThat(new RunState(self, RunState.Phase.STOPPING, List.of(), null, null).isReady())
                .isFalse();
    }
}
