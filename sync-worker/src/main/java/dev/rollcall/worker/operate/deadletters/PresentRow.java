package dev.rollcall.worker.operate.deadletters;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.json.StoredJson;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.table.BoundedJson;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The row that a dead event is about, as it is now.
 *
 * @param content its columns; of one that is long, a text that says so
 */
record PresentRow(EntityVersion version, boolean ended, JsonNode content) {

    private static final int MOST_BYTES = 32 * 1024;

    private static final JsonMapper JSON = StoredJson.MAPPER;

    /** Null when there is none, or a placeholder only. */
    static @Nullable PresentRow read(JdbcClient database, Decoded.OfEntity event) {
        Table table = event.table();
        String keys = String.join(
                " and ",
                table.keyColumns().stream().map(key -> "t." + key + " = ?").toList());
        return database.sql("""
                select sync_updated_at_ms, sync_event_at_ms, sync_message_id, deleted_at is not null, %s
                from %s as t where %s and sync_revision > 0
                """.formatted(BoundedJson.ofRow("t", MOST_BYTES), table.name(), keys))
                .params(table.keyColumns().stream().map(event.key()::part).toList())
                .query((row, number) -> new PresentRow(
                        new EntityVersion(row.getLong(1), row.getLong(2), new MessageId(row.getString(3))),
                        row.getBoolean(4),
                        JSON.readTree(row.getString(5))))
                .optional()
                .orElse(null);
    }

    /** The first owner of the event's object that has ended, as the column that names it; null when none has. */
    static @Nullable String endedOwner(JdbcClient database, Decoded.OfEntity event) {
        for (Owner owner : event.owners().known()) {
            Table table = Table.ofResource(owner.resource());
            boolean ended = database.sql("select exists (select from %s where id = ? and deleted_at is not null)"
                            .formatted(table.name()))
                    .param(owner.id())
                    .query(Boolean.class)
                    .single();
            if (ended) {
                return owner.resource().eventName() + "_id";
            }
        }
        return null;
    }
}
