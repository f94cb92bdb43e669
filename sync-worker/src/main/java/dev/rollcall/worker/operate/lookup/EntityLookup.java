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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one user or organization, and the rows that belong to it. */
public final class EntityLookup {

    private static final int MOST_ROWS = 50;
    private static final String VERSION = "sync_";

    /** Clerk's own limit for metadata is 8 KB. */
    private static final int MOST_BYTES = 32 * 1024;

    private static final int MOST_BYTES_RELATED = 4 * 1024;

    private static final JsonMapper JSON = StoredJson.MAPPER;

    private final DataSource database;

    public EntityLookup(DataSource database) {
        this.database = database;
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
    public Optional<Entity> find(EntityId id, boolean values, Actor actor) throws SQLException {
        Table table = Table.ofResource(resourceOf(id));
        try (Connection connection = database.getConnection()) {
            List<JsonNode> found = rows(
                    connection,
                    "select %s from %s as t where t.id = ?".formatted(BoundedJson.ofRow("t", MOST_BYTES), table.name()),
                    id.value());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (values) {
                AuditLog.write(connection, actor, Action.SHOW_ENTITY, "entity=" + id, 1, null);
            }
            return Optional.of(entity(connection, id, table, found.getFirst(), values));
        }
    }

    private static Entity entity(Connection connection, EntityId id, Table table, JsonNode row, boolean values)
            throws SQLException {
        List<Entity.Related> related = new ArrayList<>();
        if (table.resource() == Resource.ORGANIZATION) {
            related.add(related(connection, "live members", LIVE_MEMBERS, "organization_id", id, values));
            related.add(related(connection, "live invitations", LIVE_INVITATIONS, "organization_id", id, values));
        } else {
            related.add(related(connection, "live memberships", LIVE_MEMBERS, "user_id", id, values));
        }
        for (ChildTable child : table.children()) {
            String name = child.field().replace('_', ' ');
            related.add(related(connection, name, child.name() + " as r where true", child.parentColumn(), id, values));
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
                        .toList(),
                related);
    }

    private static final String LIVE_MEMBERS = "clerk.organization_memberships as r where r.deleted_at is null";
    private static final String LIVE_INVITATIONS = "clerk.organization_invitations as r where r.deleted_at is null";

    /** @param from a table as r, and a condition */
    private static Entity.Related related(
            Connection connection, String name, String from, String owner, EntityId id, boolean values)
            throws SQLException {
        String condition = from + " and r." + owner + " = ?";
        long count = rows(connection, "select to_jsonb(count(*)) from " + condition, id.value())
                .getFirst()
                .longValue();
        List<List<Field>> rows = new ArrayList<>();
        String bounded = "select %s from %s order by r.id limit %d"
                .formatted(BoundedJson.ofRow("r", MOST_BYTES_RELATED), condition, MOST_ROWS);
        for (JsonNode row : rows(connection, bounded, id.value())) {
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

    private static List<JsonNode> rows(Connection connection, String query, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, id);
            try (ResultSet result = select.executeQuery()) {
                List<JsonNode> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(JSON.readTree(result.getString(1)));
                }
                return rows;
            }
        }
    }
}
