package dev.rollcall.worker.operate.erase;

import dev.rollcall.model.event.ErasureIds;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.json.StoredJson;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.replay.EventPublisher;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Blanks values in rows that are announced: by an event like any other, so that the feed stays what the table is. It
 * has the times of the row's own state and a message id that sorts after every other, so it replaces that state,
 * outlasts every replay of it, and gives way to the next change in Clerk.
 */
final class BlankedStates {

    private static final String MILLIS = "(extract(epoch from %s.%s) * 1000)::bigint";

    private static final String EXTRA = "extra";

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
        State state = database.sql("""
                select %s, t.sync_event_at_ms, t.sync_message_id, array_to_string(t.sync_incomplete, ',')
                from %s as t cross join %s where t.id = ? and t.deleted_at is null
                """.formatted(content(table), table.name(), Needles.AS_N))
                .params(needles.parameters())
                .param(mention.id())
                .query((row, number) ->
                        new State(row.getString(1), row.getLong(2), row.getString(3), listed(row.getString(4))))
                .optional()
                .orElse(null);
        if (state == null) {
            return null;
        }
        EventType type = new EventType(mention.resource() + ".updated");
        ObjectNode data = object(table, mention.id(), (ObjectNode) StoredJson.MAPPER.readTree(state.columns()));
        state.incomplete().forEach(column -> LostAgain.in(data, table, column));
        publisher.publish(
                ErasureIds.newBlanked(publisher.nowMillis()),
                type,
                EventOrigin.REPLAY,
                mention.id(),
                EventPublisher.envelope(type, state.eventAtMillis(), instanceId, data));
        return state.messageId();
    }

    private record State(String columns, long eventAtMillis, String messageId, List<String> incomplete) {}

    private static List<String> listed(@Nullable String columns) {
        return columns == null || columns.isEmpty() ? List.of() : List.of(columns.split(",", -1));
    }

    /** The row's columns, and its child rows under Clerk's name of their array: a state without them would end them. */
    private static String content(Table table) {
        Stream<String> children = table.children().stream().map(child ->
                """
                jsonb_build_object('%s', (select coalesce(jsonb_agg(%s order by c.id collate "C"), '[]')
                                          from %s as c where c.%s = t.id))
                """.formatted(child.field(), blanked("c", child.columns(), table), child.name(), child.parentColumn()));
        return Stream.concat(Stream.of(blanked("t", table.columns(), table)), children)
                .collect(Collectors.joining(" || "));
    }

    private static String blanked(String row, List<Column> columns, Table table) {
        return "rollcall.without_mentions(jsonb_build_object(%s), %s)"
                .formatted(named(row, columns), Mentions.wanted(Objects.requireNonNull(table.resource())));
    }

    /** For {@code jsonb_build_object}; times in milliseconds. */
    private static String named(String row, List<Column> columns) {
        return columns.stream()
                .map(column -> "'%s', %s"
                        .formatted(
                                column.name(),
                                (column.type() == ColumnType.TIMESTAMP ? MILLIS : "%s.%s")
                                        .formatted(row, column.name())))
                .collect(Collectors.joining(", "));
    }

    /** As Clerk would send it. */
    private static ObjectNode object(Table table, String id, ObjectNode stored) {
        ObjectNode data = unfolded(stored).put("id", id);
        for (ChildTable child : table.children()) {
            ArrayNode elements = data.putArray(child.field());
            stored.path(child.field()).forEach(element -> elements.add(unfolded((ObjectNode) element)));
        }
        return data;
    }

    /** What has no column stands beside what has one. */
    private static ObjectNode unfolded(ObjectNode columns) {
        ObjectNode data = StoredJson.MAPPER.createObjectNode();
        JsonNode extra = columns.path(EXTRA);
        for (Map.Entry<String, JsonNode> column : columns.properties()) {
            if (!column.getValue().isNull() && !column.getKey().equals(EXTRA)) {
                data.set(column.getKey(), brief(column.getValue()));
            }
        }
        if (extra.isObject()) {
            extra.forEachEntry((field, value) -> data.putIfAbsent(field, brief(value)));
        }
        return data;
    }

    /** As short as it came: PostgreSQL prints 1e999 with all its zeros, and an event has a limit. */
    private static JsonNode brief(JsonNode value) {
        if (value.isBigInteger()) {
            return DecimalNode.valueOf(value.decimalValue().stripTrailingZeros());
        }
        if (value instanceof ArrayNode list) {
            ArrayNode brief = StoredJson.MAPPER.createArrayNode();
            list.forEach(element -> brief.add(brief(element)));
            return brief;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode brief = StoredJson.MAPPER.createObjectNode();
            object.forEachEntry((field, part) -> brief.set(field, brief(part)));
            return brief;
        }
        return value;
    }

    private boolean isAsBefore(Mention mention, String messageId) {
        return database.sql("select exists (select from %s where id = ? and sync_message_id = ? and deleted_at is null)"
                        .formatted(mention.table().name()))
                .params(mention.id(), messageId)
                .query(Boolean.class)
                .single();
    }
}
