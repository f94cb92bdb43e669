package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.terminal.TerminalStream;
import dev.rollcall.proving.servers.SharedServers;
import dev.rollcall.worker.operate.command.WorkerCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The command {@code topics}, and who is written down for it. */
class TopicsCommandIT {

    private static String topics(String prefix, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", SharedServers.kafka().bootstrapServers());
        environment.put("ROLLCALL_TOPIC_PREFIX", prefix);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(WorkerCommand.run(List.of("topics"), environment, lines, TerminalStream.err()))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, String> urlOf(TestDatabase database) {
        return Map.of(
                "ROLLCALL_DATABASE_URL",
                "postgresql://rollcall_sync:test-password@127.0.0.1:" + database.server.port() + "/" + database.name);
    }

    @Test
    void whoMadeTopicsIsWrittenDownOnce() {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(topics("written.", urlOf(database)))
                    .startsWith("Made ")
                    .contains("written.clerk.events")
                    .doesNotContain("audit_log");
            assertThat(topics("written.", urlOf(database))).isEqualToIgnoringNewLines("All topics are as declared.");
            assertThat(database.rows("select actor like 'os:%', action, subject like '%written.clerk.events%',"
                            + " count = cardinality(string_to_array(subject, ', ')), reason from rollcall.audit_log"))
                    .containsExactly("t|topics|t|t|-");
        }
    }

    /** As in Compose, where the command has Kafka's network alone. */
    @Test
    void withoutADatabaseTheyAreMadeAndItIsSaid() {
        assertThat(topics("alone.", Map.of()))
                .startsWith("Made ")
                .contains("Without ROLLCALL_DATABASE_URL rollcall.audit_log has no line of it.");
    }

    @Test
    void withADatabaseThatIsAwayTheyAreMadeAndItIsSaid() {
        assertThat(topics("away.", Map.of("ROLLCALL_DATABASE_URL", "postgresql://rollcall_sync@127.0.0.1:1/nothing")))
                .startsWith("Made ")
                .contains("rollcall.audit_log has no line of it: ");
    }
}
