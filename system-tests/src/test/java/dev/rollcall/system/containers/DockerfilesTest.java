package dev.rollcall.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.application.Applications;
import dev.rollcall.system.containers.Dockerfile.Stage;
import dev.rollcall.system.containers.Dockerfile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the Dockerfiles say is right; {@link DockerfileReplayIT} takes the steps. */
class DockerfilesTest {

    @Test
    void startFromTaggedImagesAndRunAsANumberedUser() throws IOException {
        for (Dockerfile dockerfile : Images.all()) {
            assertThat(dockerfile.stages().stream().map(Stage::image)).allMatch(Images::isTaggedWithoutRegistry);
            Stage image = dockerfile.image();
            assertThat(image.only(Step.User.class).id()).isEqualTo("10001:10001");
            // What a step after it writes would be the user's.
            assertThat(image.steps()
                            .subList(
                                    image.steps().indexOf(image.only(Step.User.class)),
                                    image.steps().size()))
                    .noneMatch(step -> step instanceof Step.Run || step instanceof Step.Copy);
        }
    }

    @ParameterizedTest
    @EnumSource
    void exposeThePortsOfTheApplicationAndAskItsHealth(Application application) throws IOException {
        Stage image = Images.of(application).image();
        assertThat(new HashSet<>(image.only(Step.Expose.class).ports())).isEqualTo(application.ports());
        assertThat(image.only(Step.HealthCheck.class).command())
                .containsExactly("./healthy", Integer.toString(application.managementPort()));
        assertThat(application.managementPaths()).contains("/actuator/health/readiness", "/actuator/health/liveness");
    }

    @ParameterizedTest
    @EnumSource
    void trainWithSettingsThatTheApplicationKnows(Application application) throws IOException {
        Step.Run run = Images.of(application).image().only(Step.Run.class);
        assertThat(run.isTraining()).isTrue();
        String training = run.command();
        assertThat(Stream.of(training.split(" "))
                        .filter(word -> word.matches("[A-Z_]+=.*"))
                        .map(word -> word.split("=")[0]))
                .isNotEmpty()
                .allMatch(application.settings()::containsKey);
    }

    @Test
    void takeTheJarsThatTheBuildMakes() throws IOException {
        for (Dockerfile dockerfile : Images.all()) {
            assertThat(dockerfile
                            .stages()
                            .get(1)
                            .only(Step.Copy.class)
                            .sources()
                            .getFirst())
                    .matches("/source/(ingest-gateway|sync-worker)/target/\\1-" + Images.version() + "-app.jar");
        }
    }

    @Test
    void giveTheHeapAndTheCollectorThatWereMeasured() throws IOException {
        List<String> options = Files.readAllLines(YamlFile.inRepository("deploy/containers/jvm.options"));
        assertThat(options).contains("-XX:MaxRAMPercentage=40");
        assertThat(options)
                .containsAll(Applications.JVM_OPTIONS.stream()
                        .filter(option -> !option.startsWith("-Xmx"))
                        .toList());
        assertThat(Images.MEMORY_MEBIBYTES * 40 / 100).isEqualTo(256);
    }
}
