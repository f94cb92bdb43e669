package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.GuardedKafka;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.system.RollcallCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code up} with {@code --database-url}, {@code --kafka-bootstrap} and {@code --kafka-properties}. */
class ExistingServersIT {

    private static final String KAFKA_PASSWORD = "of-the-user-in-kafka";

    @TempDir
    Path directory;

    @Test
    void usesServersThatTheUserHasAndLeavesThemRunning() throws Exception {
        RollcallCommand rollcall = RollcallCommand.in(directory);
        SharedServers.postgres().createDatabase("theirs");
        try (GuardedKafka kafka = GuardedKafka.start(directory.resolve("their-kafka"))) {
            kafka.giveEverything("rollcall", KAFKA_PASSWORD);
            Path properties = directory.resolve("kafka.properties");
            kafka.writeClientOf("rollcall", KAFKA_PASSWORD, properties);
            use(rollcall, kafka, properties);
            assertThat(kafka.server().process().isAlive()).isTrue();
        }
        assertThat(SharedServers.postgres().process().isAlive()).isTrue();
    }

    private static void use(RollcallCommand rollcall, GuardedKafka kafka, Path properties) throws Exception {
        try {
            rollcall.up(
                    "--database-url=" + SharedServers.postgres().jdbcUrl("theirs"),
                    "--kafka-bootstrap=" + kafka.guardedServers(),
                    "--kafka-properties=" + properties);

            String password = SharedServers.postgres().jdbcUrl("").replaceAll(".*password=", "");
            ProcessHandle supervisor = ProcessHandle.of(supervisor(rollcall)).orElseThrow();
            assertThat(CommandLines.of(supervisor.pid()))
                    .contains("up", "--supervise")
                    .doesNotContain(password, KAFKA_PASSWORD);
            for (ProcessHandle process : supervisor.descendants().toList()) {
                assertThat(CommandLines.of(process.pid())).doesNotContain(password, KAFKA_PASSWORD);
            }
            assertThat(rollcall.run("status").output())
                    .contains("postgres  healthy    yours", "kafka     healthy    yours");
            assertThat(rollcall.run("env").output())
                    .contains(kafka.guardedServers(), "ROLLCALL_KAFKA_PROPERTIES_FILE='" + properties + "'")
                    .doesNotContain(KAFKA_PASSWORD)
                    .contains("@127.0.0.1:%d/theirs"
                            .formatted(SharedServers.postgres().port()));
            Result simulated = rollcall.run("simulate", "--seed=8", "--events=40", "--rate=0", "--verify");
            assertThat(simulated.exitCode())
                    .as(simulated.output() + simulated.errors())
                    .isZero();
            for (String command : List.of("topics", "doctor")) {
                Result asked = rollcall.run(command);
                assertThat(asked.output() + asked.errors()).doesNotContain("Kafka does not answer", KAFKA_PASSWORD);
            }
            Path other = Files.copy(properties, properties.resolveSibling("other.properties"));
            assertThat(rollcall.run(
                                    "up",
                                    "--detach",
                                    "--kafka-bootstrap=" + kafka.guardedServers(),
                                    "--kafka-properties=" + other)
                            .errors())
                    .contains("runs with another --kafka-properties");
            assertThat(rollcall.dataDirectory().resolve("postgres")).doesNotExist();
            assertThat(rollcall.dataDirectory().resolve("kafka")).doesNotExist();
        } finally {
            rollcall.run("down");
        }
    }

    private static long supervisor(RollcallCommand rollcall) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(rollcall.dataDirectory().resolve("run.json")))
                .get("supervisor")
                .get("pid")
                .asLong();
    }
}
