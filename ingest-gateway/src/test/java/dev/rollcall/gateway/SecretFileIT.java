package dev.rollcall.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.gateway.testing.EventsTopic;
import dev.rollcall.gateway.testing.Eventually;
import dev.rollcall.gateway.testing.RawRequest;
import dev.rollcall.gateway.testing.Signer;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.proving.servers.StandingClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing secrets change while the gateway runs and requests come. */
class SecretFileIT {

    private static final Signer OLD = Signer.PUBLISHED;
    private static final Signer NEW = new Signer("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    private static final byte[] BODY = "{\"data\":{\"id\":\"user_1\"},\"type\":\"user.created\"}".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private final StandingClock clock = new StandingClock(Instant.now());
    private int ids;

    private int post(RunningGateway gateway, Signer signer) {
        return gateway.exchange(RawRequest.signed(signer, "msg_" + ids++, clock.seconds(), BODY))
                .status();
    }

    private Path write(String content) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), content);
        return Files.move(next, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file() {
        return directory.resolve("secrets");
    }

    private RunningGateway start(String prefix) {
        new EventsTopic(SharedServers.kafka().bootstrapServers(), prefix).declare();
        return RunningGateway.start(
                SharedServers.kafka().bootstrapServers(),
                prefix,
                clock,
                Map.of(
                        "rollcall.gateway.sources.clerk.secrets",
                        "",
                        "rollcall.gateway.sources.clerk.secrets-file",
                        file().toString()));
    }

    private static double stale(RunningGateway gateway) {
        return gateway.scrape().sum("rollcall_ingest_secrets_stale", "source=\"clerk\"");
    }

    @Test
    void aRotationNeedsNoRestartAndABrokenFileKeepsWhatHeld() throws Exception {
        write(OLD.secret() + "\n");
        try (RunningGateway gateway = start("secretfile.").awaitReady()) {
            assertThat(post(gateway, OLD)).isEqualTo(202);
            assertThat(post(gateway, NEW)).isEqualTo(401);

            write(NEW.secret() + "\n" + OLD.secret() + "\n");
            Eventually.isTrue("the new secret holds", () -> post(gateway, NEW) == 202);
            assertThat(post(gateway, OLD))
                    .as("the old one too, during the overlap")
                    .isEqualTo(202);
            assertThat(gateway.scrape().sum("rollcall_ingest_verified_total", "secret=\"previous\""))
                    .isPositive();

            write("whsec_canary! is no secret");
            Eventually.isTrue("the broken file is seen", () -> stale(gateway) == 1);
            assertThat(post(gateway, NEW)).isEqualTo(202);
            assertThat(post(gateway, OLD)).isEqualTo(202);
            assertThat(gateway.manage("/actuator/health").body())
                    .contains("unusableFileOf")
                    .doesNotContain("canary");
            assertThat(gateway.isReady()).isTrue();

            Files.delete(file());
            assertThat(post(gateway, NEW)).isEqualTo(202);

            write(NEW.secret());
            Eventually.isTrue("the repaired file is seen", () -> stale(gateway) == 0);
            assertThat(post(gateway, NEW)).isEqualTo(202);
            assertThat(post(gateway, OLD)).as("the rotation is complete").isEqualTo(401);
            gateway.assertBalanced();
        }
    }

    @Test
    void aFileThatCannotBeUsedAtTheStartStopsIt() throws Exception {
        assertThatThrownBy(() -> start("secretnone."))
                .rootCause()
                .hasMessage("CLERK_WEBHOOK_SIGNING_SECRET_FILE names a file that cannot be read:"
                        + " write the path of a file with the signing secrets, one a line");
        write("");
        assertThatThrownBy(() -> start("secretempty.")).rootCause().hasMessageContaining("is not set");
    }
}
