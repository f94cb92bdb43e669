package dev.rollcall.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.local.cli.StandInRepository.Result;
import dev.rollcall.local.testing.SharedServers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExistingServersIT {

    @TempDir
    Path directory;

    @Test
    void usesServersThatTheUserHasAndLeavesThemRunning() throws Exception {
        StandInRepository repository = StandInRepository.in(directory);
        SharedServers.postgres().createDatabase("theirs");
        String databaseUrl = SharedServers.postgres().jdbcUrl("theirs");
        try {
            Result up = repository.run(
                    "up",
                    "--detach",
                    "--gateway-port=0",
                    "--gateway-management-port=0",
                    "--worker-port=0",
                    "--database-url=" + databaseUrl,
                    "--kafka-bootstrap=" + SharedServers.kafka().bootstrapServers());

            assertThat(up.errors()).isEmpty();
            assertThat(up.exitCode()).isZero();
            assertThat(repository.run("status").output())
                    .contains("postgres  healthy    yours", "kafka     healthy    yours");
            assertThat(repository.run("env").output())
                    .contains(SharedServers.kafka().bootstrapServers())
                    .contains("@127.0.0.1:%d/theirs"
                            .formatted(SharedServers.postgres().port()));
            assertThat(repository
                            .run("query", "select first_name from clerk.users", "--csv")
                            .output())
                    .isEqualTo("first_name\r\nAda\r\n");
            assertThat(repository.dataDirectory().resolve("postgres")).doesNotExist();
            assertThat(repository.dataDirectory().resolve("kafka")).doesNotExist();
        } finally {
            repository.run("down");
        }
        assertThat(SharedServers.postgres().process().isAlive()).isTrue();
        assertThat(SharedServers.kafka().process().isAlive()).isTrue();
    }
}
