package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.system.RollcallCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code up} with {@code --database-url} and {@code --kafka-bootstrap}. */
class ExistingServersIT {

    @TempDir
    Path directory;

    @Test
    void usesServersThatTheUserHasAndLeavesThemRunning() throws Exception {
        RollcallCommand rollcall = RollcallCommand.in(directory);
        SharedServers.postgres().createDatabase("theirs");
        try {
            rollcall.up(
                    "--database-url=" + SharedServers.postgres().jdbcUrl("theirs"),
                    "--kafka-bootstrap=" + SharedServers.kafka().bootstrapServers());

            String password = SharedServers.postgres().jdbcUrl("").replaceAll(".*password=", "");
            ProcessHandle supervisor = ProcessHandle.of(supervisor(rollcall)).orElseThrow();
            assertThat(CommandLines.of(supervisor.pid()))
                    .contains("up", "--supervise")
                    .doesNotContain(password);
            for (ProcessHandle process : supervisor.descendants().toList()) {
                assertThat(CommandLines.of(process.pid())).doesNotContain(password);
            }
            assertThat(rollcall.run("status").output())
                    .contains("postgres  healthy    yours", "kafka     healthy    yours");
            assertThat(rollcall.run("env").output())
                    .contains(SharedServers.kafka().bootstrapServers())
                    .contains("@127.0.0.1:%d/theirs"
                            .formatted(SharedServers.postgres().port()));
            Result simulated = rollcall.run("simulate", "--seed=8", "--events=40", "--rate=0", "--verify");
            assertThat(simulated.exitCode())
                    .as(simulated.output() + simulated.errors())
                    .isZero();
            assertThat(rollcall.dataDirectory().resolve("postgres")).doesNotExist();
            assertThat(rollcall.dataDirectory().resolve("kafka")).doesNotExist();
        } finally {
            rollcall.run("down");
        }
        assertThat(SharedServers.postgres().process().isAlive()).isTrue();
        assertThat(SharedServers.kafka().process().isAlive()).isTrue();
    }

    private static long supervisor(RollcallCommand rollcall) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(rollcall.dataDirectory().resolve("run.json")))
                .get("supervisor")
                .get("pid")
                .asLong();
    }
}
