package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.startup.database.StoredEvents;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By this {@code up} and the console know whether they still wait for the first webhook. */
class StoredEventsIT {

    @Test
    void theBindingOfASettingIsNoEvent() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            database.execute(
                    "insert into rollcall.instance (instance_id, bound_by) values ('ins_1', 'CLERK_INSTANCE_ID')");

            assertThat(any(database)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"organizations (id", "waitlist_entries (id", "other_objects (resource, id"})
    void aRowIs(String into) throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            database.execute("""
                    insert into clerk.%s, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision,
                                          sync_writer, sync_offset, sync_committed_at)
                    values ('any', %s 1, 1, 'msg_1', 1, 0, 0, now())
                    """.formatted(into, into.contains("resource") ? "'odd_1'," : ""));

            assertThat(any(database)).isTrue();
        }
    }

    @Test
    void theBindingOfAnEventIs() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            database.execute("insert into rollcall.instance (instance_id, bound_by) values ('ins_1', 'msg_1')");

            assertThat(any(database)).isTrue();
        }
    }

    private static boolean any(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect("rollcall_backend")) {
            return StoredEvents.any(connection);
        }
    }
}
