package dev.rollcall.worker.operate.erase;

import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.replay.EventPublisher;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    private final JdbcClient database;
    private final EventPublisher publisher;
    private final Duration patience;

    BlankedStates(JdbcClient database, EventPublisher publisher, Duration patience) {
        this.database = database;
        this.publisher = publisher;
        this.patience = patience;
    }

    /** @throws IllegalStateException when no worker applied them in time */
    void publish(List<Mention> mentions, Needles needles) throws InterruptedException {
        Map<Mention, String> replaced = new HashMap<>();
        String instanceId = InstanceBinding.of(database);
        for (Mention mention : mentions) {
            String messageId = publish(mention, needles, instanceId);
            if (messageId != null) {
                replaced.put(mention, messageId);
            }
        }
        publisher.flush();
        long giveUp = System.nanoTime() + patience.toNanos();
        while (true) {
            replaced.entrySet().removeIf(one -> !isAsBefore(one.getKey(), one.getValue()));
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
    private @Nullable String publish(Mention mention, Needles needles, @Nullable String instanceId) {
        Table table = mention.table();
        String columns = table.columns().stream()
                .map(column -> "'%s', %s"
                        .formatted(
                                column.name(),
                                (column.type() == ColumnType.TIMESTAMP ? MILLIS : "t.%s").formatted(column.name())))
                .collect(Collectors.joining(", "));
        State state = database.sql("""
                select rollcall.without_mentions(jsonb_build_object(%s), ?), t.sync_event_at_ms, t.sync_message_id
                from %s as t where t.id = ? and t.deleted_at is null
                """.formatted(columns, table.name()))
                .param(needles.addresses().toArray(String[]::new))
                .param(mention.id())
                .query((row, number) -> new State(row.getString(1), row.getLong(2), row.getString(3)))
                .optional()
                .orElse(null);
        if (state == null) {
            return null;
        }
        EventType type = new EventType(mention.resource() + ".updated");
        ObjectNode data = object(mention.id(), (ObjectNode) JSON.readTree(state.columns()));
        publisher.publish(
                new MessageId("~~erase_%013d_%s".formatted(publisher.nowMillis(), UUID.randomUUID())),
                type,
                EventOrigin.REPLAY,
                mention.id(),
                EventPublisher.envelope(type, state.eventAtMillis(), instanceId, data));
        return state.messageId();
    }

    private record State(String columns, long eventAtMillis, String messageId) {}

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

    private boolean isAsBefore(Mention mention, String messageId) {
        return database.sql("select exists (select from %s where id = ? and sync_message_id = ? and deleted_at is null)"
                        .formatted(mention.table().name()))
                .params(mention.id(), messageId)
                .query(Boolean.class)
                .single();
    }
}
