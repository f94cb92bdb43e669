package dev.rollcall.worker.operate.lookup;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.json.StoredJson;
import dev.rollcall.worker.copy.table.BoundedJson;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            related.add(related("live members", MEMBERS, LIVE, "organization_id", id, values));
            related.add(related("live invitations", INVITATIONS, LIVE, "organization_id", id, values));
        } else {
            related.add(related("live memberships", MEMBERS, LIVE, "user_id", id, values));
        }
        for (ChildTable child : table.children()) {
            Source source = new Source(child.name(), child.columns());
            related.add(related(child.field().replace('_', ' '), source, "true", child.parentColumn(), id, values));
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
                known(id, table, row, values),
                Field.of(row, values).stream()
                        .filter(field -> !field.name().startsWith(VERSION))
                        .sorted(Comparator.comparing(Field::name, inOrder(table.columns())))
                        .toList(),
                related);
    }

    private List<Field> known(EntityId id, Table table, JsonNode row, boolean values) {
        if (table.resource() == Resource.ORGANIZATION) {
            return Stream.of(
                            Field.text("name", text(row, "name"), values),
                            Field.text("slug", text(row, "slug"), values))
                    .flatMap(Optional::stream)
                    .toList();
        }
        String name = Stream.of("first_name", "last_name")
                .map(part -> text(row, part))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        String address = database.sql(PRIMARY_ADDRESS)
                .param(id.value())
                .param(text(row, "primary_email_address_id"))
                .query(String.class)
                .optional()
                .orElse("");
        return Stream.of(Field.text("name", name, values), Field.text("primary e-mail address", address, values))
                .flatMap(Optional::stream)
                .toList();
    }

    /** '' for null. */
    private static String text(JsonNode row, String column) {
        return row.path(column).stringValue("");
    }

    /** Names first, then as the schema has them; last what Rollcall keeps of its own. */
    private static Comparator<String> inOrder(List<Column> columns) {
        List<String> order = Stream.concat(FIRST.stream(), columns.stream().map(Column::name))
                .toList();
        return Comparator.comparingInt((String column) -> order.contains(column) ? order.indexOf(column) : order.size())
                .thenComparing(Comparator.naturalOrder());
    }

    /** Where rows that belong to an entity are. */
    private record Source(String table, List<Column> columns) {

        static Source of(Resource resource) {
            Table table = Table.ofResource(resource);
            return new Source(table.name(), table.columns());
        }
    }

    private static final String LIVE = "r.deleted_at is null";
    private static final Source MEMBERS = Source.of(Resource.ORGANIZATION_MEMBERSHIP);
    private static final Source INVITATIONS = Source.of(Resource.ORGANIZATION_INVITATION);

    private static final String PRIMARY_ADDRESS =
            "select email_address from clerk.user_email_addresses where user_id = ? and id = ?";

    private Entity.Related related(
            String name, Source source, String condition, String owner, EntityId id, boolean values) {
        String from = source.table() + " as r where " + condition + " and r." + owner + " = ?";
        long count = rows("select to_jsonb(count(*)) from " + from, id.value())
                .getFirst()
                .longValue();
        Comparator<String> order = inOrder(source.columns());
        List<List<Field>> rows = new ArrayList<>();
        Set<String> columns = new TreeSet<>(order);
        String bounded = "select %s from %s order by r.id limit %d"
                .formatted(BoundedJson.ofRow("r", MOST_BYTES_RELATED), from, MOST_ROWS);
        for (JsonNode row : rows(bounded, id.value())) {
            List<Field> fields = Field.of(row, values).stream()
                    .filter(field -> !field.name().startsWith(VERSION)
                            && !field.name().equals(owner)
                            && !field.type().equals("nothing"))
                    .sorted(Comparator.comparing(Field::name, order))
                    .toList();
            fields.forEach(field -> columns.add(field.name()));
            rows.add(fields);
        }
        return new Entity.Related(name, source.table(), count, List.copyOf(columns), rows);
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
