package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.servers.GuardedKafka;
import dev.rollcall.worker.copy.store.DatabaseCheck;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka does not let the worker in yet: it starts all the same, and the first line says what is missing. */
class StartCheckIT {

    @Test
    void whatKafkaRefusesIsNamedInTheFirstLine(@TempDir Path directory) throws Exception {
        try (GuardedKafka kafka = GuardedKafka.start(directory.resolve("kafka"));
                TestDatabase database = TestDatabase.create();
                CapturedLog log = new CapturedLog()) {
            kafka.give("worker", "a-password");
            Map<String, Object> user = new HashMap<>(kafka.clientOf("worker", "another-password"));
            user.put("bootstrap.servers", kafka.guardedServers());
            try (Admin admin = Admin.create(user)) {
                new StartCheck(new DatabaseCheck(database.pool, null, line -> {}), admin, new Topics("")).run();
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("at start"))
                    .singleElement()
                    .asString()
                    .contains("Kafka does not accept the credentials");
        }
    }
}
