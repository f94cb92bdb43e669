package dev.rollcall.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.system.containers.Dockerfile.Stage;
import dev.rollcall.system.containers.Dockerfile.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of the Dockerfiles, taken in plain folders, give applications that run. With
 * {@code -Drollcall.replay.training=true}, which takes a minute more, also with start-up caches that fit.
 */
class DockerfileReplayIT {

    private static final boolean TRAINING = Boolean.getBoolean("rollcall.replay.training");

    @TempDir
    Path directory;

    @Test
    void theGatewayStarts() throws IOException, InterruptedException {
        assertThat(refused("gateway", 1, List.of()))
                .contains("rollcall gateway: CLERK_WEBHOOK_SIGNING_SECRET is not set");
    }

    @Test
    void theWorkerStarts() throws IOException, InterruptedException {
        assertThat(refused("worker", 1, List.of())).contains("rollcall worker: ROLLCALL_DATABASE_URL is not set");
    }

    @Test
    void theCommandsStart() throws IOException, InterruptedException {
        assertThat(refused("rollcall", 2, List.of("migrate")))
                .isEqualTo("rollcall migrate: ROLLCALL_MIGRATION_DATABASE_URL is not set: write"
                        + " postgresql://user:password@host:5432/database\n");
    }

    /** Starts the image without settings, and gives what it says. */
    private String refused(String name, int exitCode, List<String> arguments) throws IOException, InterruptedException {
        Dockerfile dockerfile = Images.of(name);
        Path working = new ImageReplay(directory, TRAINING).take(dockerfile);
        Stage image = dockerfile.image();
        List<String> command = new ArrayList<>(image.only(Step.EntryPoint.class).command());
        if (TRAINING && command.stream().anyMatch(word -> word.startsWith("-XX:AOTCache="))) {
            // Otherwise a cache that does not fit would only be slow.
            command.add(1, "-XX:AOTMode=on");
        }
        command.addAll(arguments);
        Process process = ImageReplay.process(command, working, Map.of())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        assertThat(working.resolve("lib")).as("the layer of libraries").isNotEmptyDirectory();
        return said;
    }
}
