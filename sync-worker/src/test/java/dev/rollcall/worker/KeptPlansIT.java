package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Statements are planned while a new database is empty, and the plans are kept: until PostgreSQL analyzes a table for the
 * first time, each batch of a flood would read the whole of it.
 */
class KeptPlansIT {

    /** More than the driver and PostgreSQL take until a plan is kept. */
    private static final int ROUNDS = 10;

    private static void apply(Applying applying, String type, int time, String data) throws SQLException {
        String id = Events.JSON.readTree(data).get("id").stringValue();
        applying.apply(List.of(new Applying.Placed(Events.event("msg_" + type + id, type, time, id, data), 0)));
    }

    /** An object of each kind of its own, in a batch of its own; then those end that can. */
    private static void round(Applying applying, String name) throws SQLException {
        for (Resource resource : Resource.values()) {
            String data = Events.fixture(resource).get("data").toString().replace("Fixture", name);
            apply(applying, resource.eventName() + ".updated", 1_000, data);
        }
        apply(applying, "vehicle.updated", 1_000, "{\"id\":\"veh_" + name + "\",\"user_id\":\"user_" + name + "\"}");
        for (Resource resource : Resource.values()) {
            if (Events.fixture(resource).get("deleted") instanceof ObjectNode stub) {
                apply(
                        applying,
                        resource.eventName() + ".deleted",
                        2_000,
                        stub.toString().replace("Fixture", name));
            }
        }
    }

    @Test
    void noBatchReadsATableAsAWhole() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.connect("rollcall_sync")) {
            Applying applying = new Applying(new SingleConnectionDataSource(connection, true));
            for (int round = 0; round < ROUNDS; round++) {
                round(applying, "Early" + round + "x");
            }
            connection.setAutoCommit(true);
            Map<String, Long> before = TestDatabase.wholeReads(connection);
            for (int round = 0; round < ROUNDS; round++) {
                round(applying, "Late" + round + "x");
            }
            connection.setAutoCommit(true);
            assertThat(TestDatabase.wholeReads(connection)).isEqualTo(before);
        }
    }
}
