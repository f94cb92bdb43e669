package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.process.ChildCommand;
import dev.rollcall.local.process.ChildProcess;
import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.JavaCommand;
import dev.rollcall.local.process.RunningProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedPartTest {

    @TempDir
    Path directory;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @Test
    void whatSaysThatItCannotGoOnIsStartedAgain() throws Exception {
        Path well = directory.resolve("well");
        SupervisedPart supervised = supervise(well);
        try {
            supervised.start();
            RunningProcess first = running(supervised);
            Files.delete(well);
            assertThat(said.take()).startsWith("worker said that it cannot go on; starting it again in 1 s");
            assertThat(said.take()).isEqualTo("worker is ready again");
            assertThat(running(supervised).pid()).isNotEqualTo(first.pid());
            assertThat(first.find()).isEmpty();
            assertThat(supervised.state().restarts()).isEqualTo(1);
        } finally {
            supervised.stop(Duration.ofSeconds(5));
        }
    }

    @Test
    void whatExitsIsStartedAgain() throws Exception {
        SupervisedPart supervised = supervise(directory.resolve("well"));
        try {
            supervised.start();
            RunningProcess first = running(supervised);
            first.find().orElseThrow().destroyForcibly();
            assertThat(said.take()).startsWith("worker ended with exit code");
            assertThat(said.take()).isEqualTo("worker is ready again");
            assertThat(running(supervised).pid()).isNotEqualTo(first.pid());
        } finally {
            supervised.stop(Duration.ofSeconds(5));
        }
    }

    private SupervisedPart supervise(Path well) {
        return new SupervisedPart(
                new Worker(directory, well, FreePort.any()), said::add, () -> {}, Duration.ofMillis(20));
    }

    private static RunningProcess running(SupervisedPart supervised) {
        return Objects.requireNonNull(supervised.state().process());
    }

    private record Worker(Path directory, Path well, int port) implements Part {

        @Override
        public PartName name() {
            return PartName.WORKER;
        }

        @Override
        public Map<String, Integer> ports() {
            return Map.of();
        }

        @Override
        public Path log() {
            return directory.resolve("log");
        }

        @Override
        public URI liveness() {
            return URI.create("http://127.0.0.1:" + port + "/");
        }

        @Override
        public ChildProcess start() throws InterruptedException {
            try {
                if (Files.notExists(well)) {
                    Files.createFile(well);
                }
            } catch (java.io.IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
            ChildProcess process = ChildProcess.start(ChildCommand.of(
                    "worker",
                    JavaCommand.main(
                            System.getProperty("java.class.path"),
                            PartThatFallsIll.class.getName(),
                            List.of(),
                            List.of(Integer.toString(port), well.toString())),
                    Map.of(),
                    log()));
            process.awaitHealthy(liveness(), Duration.ofMinutes(3));
            return process;
        }
    }
}
