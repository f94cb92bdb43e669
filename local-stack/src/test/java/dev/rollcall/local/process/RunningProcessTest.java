package dev.rollcall.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunningProcessTest {

    @TempDir
    Path directory;

    @Test
    void findsItselfAgainFromAFile() throws IOException {
        RunningProcess self = RunningProcess.of(ProcessHandle.current());
        Path file = directory.resolve("process");
        self.writeTo(file);

        assertThat(RunningProcess.readFrom(file).flatMap(RunningProcess::find)).contains(ProcessHandle.current());
    }

    @Test
    void isNotAnotherProcessThatWasGivenTheSameId() {
        RunningProcess earlier =
                new RunningProcess(ProcessHandle.current().pid(), Instant.parse("2020-01-01T00:00:00Z"));

        assertThat(earlier.find()).isEmpty();
    }

    @Test
    void isNobodyWhenTheFileIsMissingOrCutOff() throws IOException {
        Path cutOff = Files.writeString(directory.resolve("cut-off"), "12");

        assertThat(RunningProcess.readFrom(directory.resolve("missing"))).isEmpty();
        assertThat(RunningProcess.readFrom(cutOff)).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
    void hasEndedThoughNobodyReapedIt() throws Exception {
        // The child outlives its shell's exec; the sleep that takes the shell's place never asks for it.
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 1 & echo $!; exec sleep 60").start();
        try {
            long pid = Long.parseLong(parent.inputReader().readLine());
            RunningProcess child = new RunningProcess(
                    pid,
                    ProcessHandle.of(pid)
                            .flatMap(process -> process.info().startInstant())
                            .orElseThrow());

            assertThat(child.awaitEnd(Duration.ofMinutes(2))).isTrue();
            assertThat(ProcessHandle.of(pid)).as("still a zombie").isNotEqualTo(Optional.empty());
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }
}
