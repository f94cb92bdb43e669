package dev.rollcall.worker.operate.erase;

import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.replay.EventPublisher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Blanks values in rows that are announced: by an event like any other, so that the feed stays what the table is. It
 * has the times of the row's own state and a message id that sorts after every other, so it replaces that state,
 * outlasts every replay of it, and gives way to the next change in Clerk.
 */
final class BlankedStates {

    private static final String MILLIS = "(extract(epoch from t.%s) * 1000)::bigint";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final DataSource database;
    private final EventPublisher publisher;
    private final Duration patience;

    BlankedStates(DataSource database, EventPublisher publisher, Duration patience) {
        this.database = database;
        this.publisher = publisher;
        this.patience = patience;
    }

    /** @throws IllegalStateException when no worker applied them in time */
    void publish(List<Mention> mentions, Needles needles) throws SQLException, InterruptedException {
        Map<Mention, String> replaced = new HashMap<>();
        try (Connection connection = database.getConnection()) {
            String instanceId = InstanceBinding.of(connection);
            for (Mention mention : mentions) {
                String messageId = publish(connection, mention, needles, instanceId);
                if (messageId != null) {
                    replaced.put(mention, messageId);
                }
            }
        }
        publisher.flush();
        long giveUp = System.nanoTime() + patience.toNanos();
        while (true) {
            try (Connection connection = database.getConnection()) {
                for (Map.Entry<Mention, String> one : List.copyOf(replaced.entrySet())) {
                    if (!isAsBefore(connection, one.getKey(), one.getValue())) {
                        replaced.remove(one.getKey());
                    }
                }
            }
            if (replaced.isEmpty()) {
                return;
            }
            if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException(
                        "%d blanked states are published, but no worker has applied them within %d s: look whether one"
                                        .formatted(replaced.size(), patience.toSeconds())
                                + " runs and at rollcall.dead_letters, and run the command again");
            }
            Thread.sleep(100);
        }
    }

    /** @return the message id of the state that is replaced; null when the row has ended meanwhile */
    private @Nullable String publish(
            Connection connection, Mention mention, Needles needles, @Nullable String instanceId) throws SQLException {
        Table table = mention.table();
        String columns = table.columns().stream()
                .map(column -> "'%s', %s"
                        .formatted(
                                column.name(),
                                (column.type() == ColumnType.TIMESTAMP ? MILLIS : "t.%s").formatted(column.name())))
                .collect(Collectors.joining(", "));
        try (PreparedStatement select = connection.prepareStatement("""
                select rollcall.without_mentions(jsonb_build_object(%s), ?), t.sync_event_at_ms, t.sync_message_id
                from %s as t where t.id = ? and t.deleted_at is null
                """.formatted(columns, table.name()))) {
            select.setArray(
                    1, connection.createArrayOf("text", needles.addresses().toArray()));
            select.setString(2, mention.id());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                EventType type = new EventType(mention.resource() + ".updated");
                ObjectNode data = object(mention.id(), (ObjectNode) JSON.readTree(row.getString(1)));
                publisher.publish(
                        new MessageId("~~erase_%013d_%s".formatted(publisher.nowMillis(), UUID.randomUUID())),
                        type,
                        EventOrigin.REPLAY,
                        mention.id(),
                        EventPublisher.envelope(type, row.getLong(2), instanceId, data));
                return row.getString(3);
            }
        }
    }

    /** As Clerk would send it: what has no column stands beside what has one. */
    private static ObjectNode object(String id, ObjectNode columns) {
        ObjectNode data = JSON.createObjectNode().put("id", id);
        JsonNode extra = columns.remove("extra");
        for (Map.Entry<String, JsonNode> column : columns.properties()) {
            if (!column.getValue().isNull()) {
                data.set(column.getKey(), column.getValue());
            }
        }
        if (extra != null) {
            extra.forEachEntry(data::putIfAbsent);
        }
        return data;
    }

    private static boolean isAsBefore(Connection connection, Mention mention, String messageId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select 1 from %s where id = ? and sync_message_id = ? and deleted_at is null"
                        .formatted(mention.table().name()))) {
            select.setString(1, mention.id());
            select.setString(2, messageId);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }
}
