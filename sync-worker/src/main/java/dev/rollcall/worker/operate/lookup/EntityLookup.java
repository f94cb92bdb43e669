package dev.rollcall.worker.operate.lookup;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.json.StoredJson;
import dev.rollcall.worker.copy.table.BoundedJson;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one user or organization, and the rows that belong to it. */
public final class EntityLookup {

    private static final int MOST_ROWS = 50;
    private static final String VERSION = "sync_";

    /** Clerk's own limit for metadata is 8 KB. */
    private static final int MOST_BYTES = 32 * 1024;

    private static final int MOST_BYTES_RELATED = 4 * 1024;

    private static final List<String> FIRST = List.of(
            "id",
            "first_name",
            "last_name",
            "name",
            "username",
            "slug",
            "external_id",
            "primary_email_address_id",
            "primary_phone_number_id",
            "created_at",
            "updated_at",
            "last_sign_in_at");

    private static final JsonMapper JSON = StoredJson.MAPPER;

    private final JdbcClient database;

    public EntityLookup(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    /** What an id names, by the way Clerk makes them. */
    static Resource resourceOf(EntityId id) {
        if (id.value().startsWith("user_")) {
            return Resource.USER;
        }
        if (id.value().startsWith("org_")) {
            return Resource.ORGANIZATION;
        }
        throw new IllegalArgumentException("write the id of a user or an organization: user_… or org_…");
    }

    /**
     * What there is.
     *
     * @param values whether to show what is personal, which is noted in the audit
     * @throws IllegalArgumentException when it is the id of something else
     */
    public Optional<Entity> find(EntityId id, boolean values, Actor actor) {
        Table table = Table.ofResource(resourceOf(id));
        List<JsonNode> found = rows(
                "select %s from %s as t where t.id = ?".formatted(BoundedJson.ofRow("t", MOST_BYTES), table.name()),
                id.value());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (values) {
            AuditLog.write(database, actor, Action.SHOW_ENTITY, "entity=" + id, 1, null);
        }
        return Optional.of(entity(id, table, found.getFirst(), values));
    }

    private Entity entity(EntityId id, Table table, JsonNode row, boolean values) {
        List<Entity.Related> related = new ArrayList<>();
        if (table.resource() == Resource.ORGANIZATION) {
            related.add(related("live members", LIVE_MEMBERS, "organization_id", id, values));
            related.add(related("live invitations", LIVE_INVITATIONS, "organization_id", id, values));
        } else {
            related.add(related("live memberships", LIVE_MEMBERS, "user_id", id, values));
        }
        for (ChildTable child : table.children()) {
            String name = child.field().replace('_', ' ');
            related.add(related(name, child.name() + " as r where true", child.parentColumn(), id, values));
        }
        return new Entity(
                id.value(),
                table.name(),
                !row.get("deleted_at").isNull() ? "ended" : revision(row) == 0 ? "placeholder" : "live",
                new Entity.Version(
                        time(row, "sync_updated_at_ms"),
                        time(row, "sync_event_at_ms"),
                        row.get("sync_message_id").asString(),
                        revision(row),
                        row.get("sync_committed_at").asString(),
                        row.path("sync_incomplete")
                                .valueStream()
                                .map(JsonNode::stringValue)
                                .toList()),
                Field.of(row, values).stream()
                        .filter(field -> !field.name().startsWith(VERSION))
                        .sorted(Comparator.comparingInt(field -> place(field.name())))
                        .toList(),
                related);
    }

    /** Names first; what the database's JSON says after them is in no order that means anything. */
    private static int place(String column) {
        int place = FIRST.indexOf(column);
        return place < 0 ? FIRST.size() : place;
    }

    private static final String LIVE_MEMBERS = "clerk.organization_memberships as r where r.deleted_at is null";
    private static final String LIVE_INVITATIONS = "clerk.organization_invitations as r where r.deleted_at is null";

    /** @param from a table as r, and a condition */
    private Entity.Related related(String name, String from, String owner, EntityId id, boolean values) {
        String condition = from + " and r." + owner + " = ?";
        long count = rows("select to_jsonb(count(*)) from " + condition, id.value())
                .getFirst()
                .longValue();
        List<List<Field>> rows = new ArrayList<>();
        String bounded = "select %s from %s order by r.id limit %d"
                .formatted(BoundedJson.ofRow("r", MOST_BYTES_RELATED), condition, MOST_ROWS);
        for (JsonNode row : rows(bounded, id.value())) {
            rows.add(Field.of(row, values).stream()
                    .filter(field -> !field.name().startsWith(VERSION)
                            && !field.name().equals(owner)
                            && !field.type().equals("nothing"))
                    .toList());
        }
        return new Entity.Related(name, from.substring(0, from.indexOf(' ')), count, rows);
    }

    private static long revision(JsonNode row) {
        return row.get("sync_revision").longValue();
    }

    private static String time(JsonNode row, String column) {
        return Instant.ofEpochMilli(row.get(column).longValue()).toString();
    }

    private List<JsonNode> rows(String query, String id) {
        return database.sql(query)
                .param(id)
                .query((row, number) -> JSON.readTree(row.getString(1)))
                .list();
    }
}
