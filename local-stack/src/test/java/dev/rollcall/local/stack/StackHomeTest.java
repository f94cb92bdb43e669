package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackHomeTest {

    private static final URI ADDRESS = URI.create("https://some-words.example.com");

    @TempDir
    Path directory;

    private StackHome home = new StackHome(Path.of("none"));

    @BeforeEach
    void nameIt() {
        home = new StackHome(directory.resolve("x/../.rollcall"));
    }

    @Test
    void liesInOneDirectory() throws IOException {
        Path top = directory.resolve(".rollcall");
        assertThat(home.directory()).isEqualTo(top).isAbsolute();
        assertThat(home.exists()).isFalse();
        home.create();
        assertThat(home.exists()).isTrue();
        assertThat(top.resolve("logs")).isDirectory().isEqualTo(home.logs());
        assertThat(top.resolve("secrets")).isDirectory();
        assertThat(home.tunnelFile()).isEqualTo(top.resolve("tunnel.json"));
        assertThat(home.toldFile()).isEqualTo(top.resolve("told"));
        assertThat(home.demoWorld()).isEqualTo(top.resolve("demo-world"));
        assertThat(home.logFiles())
                .containsEntry("gateway", home.logs().resolve("gateway.log"))
                .containsEntry("postgres", top.resolve("postgres/postgres.log"))
                .containsEntry("kafka", top.resolve("kafka/kafka.log"))
                .containsEntry("supervisor", home.supervisorLog())
                .containsOnlyKeys(
                        "gateway",
                        "worker",
                        "postgres",
                        "kafka",
                        "migrate",
                        "topics",
                        "backfill",
                        "tunnel",
                        "supervisor");
    }

    @Test
    void isTakenAwayAgainOnlyWhereAStartLeftNothing() throws IOException {
        home.removeIfUnused();
        assertThat(home.exists()).as("nothing is made to be taken away").isFalse();
        home.create();
        Files.writeString(home.supervisorLog(), "it cannot start\n");
        home.runsFrom("build-1");
        home.removeIfUnused();
        assertThat(home.exists()).isFalse();
        for (Path kept : List.of(
                home.logs().resolve("gateway.log"), home.directory().resolve("secrets/ops-token"), home.demoWorld())) {
            home.create();
            Files.writeString(kept, "something");
            home.removeIfUnused();
            assertThat(kept).exists();
            Files.delete(kept);
        }
        try (SupervisorLock held = SupervisorLock.tryTake(home).orElseThrow()) {
            assertThat(held).isNotNull();
            home.removeIfUnused();
            assertThat(home.exists()).as("somebody starts on it").isTrue();
        }
    }

    @Test
    void oneSupervisorHoldsTheLockUntilItIsClosed() throws IOException {
        SupervisorLock held = SupervisorLock.tryTake(home).orElseThrow();
        assertThat(SupervisorLock.tryTake(home)).isEmpty();
        held.close();
        try (SupervisorLock next = SupervisorLock.tryTake(home).orElseThrow()) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void movesALogOfMoreThanTenMegabytesOutOfTheWay() throws IOException {
        home.create();
        Files.createDirectories(home.postgres());
        Path small = sized(home.logs().resolve("worker.log"), 10L * 1024 * 1024);
        Path large = sized(home.logs().resolve("gateway.log"), 10L * 1024 * 1024 + 1);
        Path ofPostgres = sized(home.postgres().resolve("postgres.log"), 11L * 1024 * 1024);
        Path other = sized(home.logs().resolve("gateway.txt"), 11L * 1024 * 1024);
        Path ofTheSupervisor = sized(home.supervisorLog(), 11L * 1024 * 1024);
        home.rotateLogs();
        assertThat(small).exists();
        assertThat(large).doesNotExist();
        assertThat(home.logs().resolve("gateway.log.old")).exists();
        assertThat(ofPostgres).doesNotExist();
        assertThat(other).exists();
        assertThat(ofTheSupervisor).exists();
    }

    private static Path sized(Path file, long bytes) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(bytes);
        }
        return file;
    }

    @Test
    void secretsAreMadeOnceAndAGivenOneIsToldFromThem() throws IOException {
        home.create();
        assertThat(home.opsToken()).isEqualTo(home.opsToken()).matches("[0-9a-f]{48}");
        assertThat(home.rolePassword("sync"))
                .isEqualTo(home.rolePassword("sync"))
                .isNotEqualTo(home.rolePassword("tenant"));
        String generated = home.signingSecret();
        assertThat(SigningSecrets.parse(generated).current()).isEqualTo(home.signingSecret());
        assertThat(home.latestSigningSecrets()).isEmpty();
        assertThat(home.hasGivenSecret()).isFalse();
        home.use(SigningSecrets.parse(generated));
        assertThat(home.hasGivenSecret()).isFalse();
        SigningSecrets two = SigningSecrets.parse(generated + ",whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        home.use(two);
        assertThat(home.latestSigningSecrets()).hasValue(two);
        assertThat(home.hasGivenSecret()).isTrue();
    }

    @Test
    void remembersThatItHasBeenADemo() throws IOException {
        home.create();
        assertThat(home.hasBeenDemo()).isFalse();
        home.becomeDemo();
        home.becomeDemo();
        assertThat(home.hasBeenDemo()).isTrue();
        home.runsFrom("build-7");
        assertThat(home.directory().resolve("build")).hasContent("build-7\n");
    }

    @Test
    void aTunnelIsOpenUntilItHasEnded() throws IOException {
        home.create();
        assertThat(TunnelState.of(home)).isEmpty();
        TunnelState.opened(home, ADDRESS);
        TunnelState open = TunnelState.of(home).orElseThrow();
        assertThat(open.open()).isTrue();
        assertThat(open.openAddress()).hasValue(ADDRESS);
        assertThat(open.trouble()).isEmpty();
        TunnelState.ended(home, URI.create("https://other.example.com"), 1);
        assertThat(TunnelState.of(home)).hasValue(open);
        TunnelState.failed(home, 2);
        assertThat(TunnelState.of(home)).as("one that is open counts").hasValue(open);
        TunnelState.ended(home, ADDRESS, 3);
        assertThat(TunnelState.of(home)).hasValueSatisfying(ended -> {
            assertThat(ended.open()).isFalse();
            assertThat(ended.openAddress()).isEmpty();
            assertThat(ended.trouble()).hasValue("the tunnel has ended (exit code 3)");
        });
        TunnelState.forget(home, URI.create("https://other.example.com"));
        assertThat(TunnelState.of(home)).isPresent();
        TunnelState.forget(home, ADDRESS);
        assertThat(TunnelState.of(home)).isEmpty();
    }

    @Test
    void aTunnelThatNeverOpenedSaysSo() throws IOException {
        home.create();
        TunnelState.failed(home, null);
        assertThat(TunnelState.of(home).flatMap(TunnelState::trouble)).isEqualTo(Optional.of("no tunnel"));
        assertThat(TunnelState.of(home).flatMap(TunnelState::openAddress)).isEmpty();
        Files.writeString(home.tunnelFile(), "of another version");
        assertThat(TunnelState.of(home)).isEmpty();
        assertThat(TunnelState.endpoint(ADDRESS)).hasToString("https://some-words.example.com/webhooks/clerk");
    }
}
