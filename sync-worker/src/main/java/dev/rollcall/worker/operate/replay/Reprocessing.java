package dev.rollcall.worker.operate.replay;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.json.StoredJson;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import dev.rollcall.worker.copy.store.StoredContent;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The command {@code reprocess}: objects that an earlier release had no table for move from {@code clerk.other_objects}
 * to the table that this one has. Each is published again with its own version, so anything newer stays.
 */
public final class Reprocessing {

    private static final int CHUNK = 500;

    /** Of one object as JSON: with its envelope it has to fit into a record. */
    private static final int LARGEST = 960 * 1024;

    /** Bound of a chunk; the object that exceeds it is its last. */
    private static final int CHUNK_BYTES = StoredContent.MOST_BYTES;

    private static final String READ = """
            select id, event_type, case when bytes <= %1$d then data::text end, ended, sync_event_at_ms, sync_message_id,
                   bytes > %1$d
            from (select chunk.*, coalesce(octet_length(data::text), 0) as bytes,
                         sum(coalesce(octet_length(data::text), 0)) over (order by id) as total
                  from (select id, event_type, data, deleted_at is not null as ended, sync_event_at_ms, sync_message_id
                        from clerk.other_objects where resource = ? and id > ? and erased_at is null
                        order by id limit ?) as chunk) as measured
            where total - bytes <= %2$d
            order by id
            """.formatted(Reprocessing.LARGEST, Reprocessing.CHUNK_BYTES);

    private static final JsonMapper JSON = StoredJson.MAPPER;

    private final JdbcClient database;
    private final EventPublisher publisher;
    private final Duration patience;

    /** @param patience how long the worker may take for a chunk */
    public Reprocessing(DataSource database, EventPublisher publisher, Duration patience) {
        this.database = JdbcClient.create(database);
        this.publisher = publisher;
        this.patience = patience;
    }

    /**
     * What became of the stored objects.
     *
     * @param moved they are in their table, and no longer among the others
     * @param left not moved, for instance because they became dead letters, or are too large for a record
     */
    public record Result(int moved, int left) {}

    private record Stored(
            String id,
            @Nullable String eventType,
            @Nullable String data,
            boolean ended,
            long eventAtMillis,
            String messageId,
            boolean tooLarge) {}

    /** @param actor for the audit */
    public Result run(Actor actor) throws InterruptedException {
        audit(actor, Action.REPROCESS_BEGUN, 0);
        Result result = run();
        audit(actor, Action.REPROCESS_DONE, result.moved());
        return result;
    }

    private void audit(Actor actor, Action action, int count) {
        AuditLog.write(database, actor, action, "clerk.other_objects", count, null);
    }

    private Result run() throws InterruptedException {
        int found = 0;
        int moved = 0;
        for (Resource resource : Resource.values()) {
            String after = "";
            List<Stored> chunk = read(resource, after);
            while (!chunk.isEmpty()) {
                List<Stored> understood =
                        chunk.stream().filter(stored -> isOf(resource, stored)).toList();
                found += understood.size();
                moved += move(
                        resource,
                        understood.stream().filter(stored -> !stored.tooLarge()).toList());
                after = chunk.getLast().id();
                chunk = read(resource, after);
            }
        }
        return new Result(moved, found - moved);
    }

    private static boolean isOf(Resource resource, Stored stored) {
        // One without a type was deleted before anything else was known of it. A part of an object, which is here since
        // it
        // came under another verb, says nothing of the object: also not when it ended with its owner.
        return stored.eventType() == null ? stored.ended() : Resource.of(new EventType(stored.eventType())) == resource;
    }

    private List<Stored> read(Resource resource, String after) {
        return database.sql(READ)
                .params(resource.eventName(), after, CHUNK)
                .query((row, number) -> new Stored(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getBoolean(7)))
                .list();
    }

    private int move(Resource resource, List<Stored> chunk) throws InterruptedException {
        if (chunk.isEmpty()) {
            return 0;
        }
        String instanceId = InstanceBinding.of(database);
        for (Stored stored : chunk) {
            EventType type = new EventType(
                    stored.ended() || stored.eventType() == null
                            ? resource.eventName() + ".deleted"
                            : stored.eventType());
            ObjectNode data = stored.ended() || stored.data() == null
                    ? JSON.createObjectNode().put("id", stored.id()).put("deleted", true)
                    : (ObjectNode) JSON.readTree(stored.data());
            publisher.publish(
                    new MessageId(stored.messageId()),
                    type,
                    EventOrigin.REPLAY,
                    stored.id(),
                    EventPublisher.envelope(type, stored.eventAtMillis(), instanceId, data),
                    // When it was received is not stored; its own time fits in any case.
                    stored.eventAtMillis());
        }
        publisher.flush();
        String[] ids = chunk.stream().map(Stored::id).toArray(String[]::new);
        long giveUp = System.nanoTime() + patience.toNanos();
        while (count(resource, ids) < ids.length && System.nanoTime() - giveUp < 0) {
            Thread.sleep(100);
        }
        return removeMoved(resource, ids);
    }

    private int count(Resource resource, String[] ids) {
        return database.sql("select count(*) from clerk.%s where id = any (?)".formatted(resource.table()))
                .param(ids)
                .query(Integer.class)
                .single();
    }

    private int removeMoved(Resource resource, String[] ids) {
        return database.sql("""
                        delete from clerk.other_objects as o using clerk.%s as t
                        where o.resource = ? and o.id = any (?) and t.id = o.id
                        """.formatted(resource.table()))
                .param(resource.eventName())
                .param(ids)
                .update();
    }
}
