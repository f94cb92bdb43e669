package dev.rollcall.worker.operate.lookup;

import dev.rollcall.model.change.ChangeOperation;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.json.StoredJson;
import dev.rollcall.worker.copy.table.BoundedJson;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.Recorded;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.RecordedChild;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the newest changes of one entity in {@code rollcall.history}, each with those of its child rows. */
final class HistorySearch {

    private static final int MOST_VALUE_BYTES = 32 * 1024;

    /**
     * Bound of all changes together: the change that exceeds it is the last. A change that exceeds it alone has no
     * values.
     */
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    /** A transaction writes an entity at most once, so everything with the same time is one change. */
    private static final String NEWEST = """
            select at_ms, operation, message_id, revision, case when bytes <= %3$d then lines else '[]' end, total <= %3$d
            from (select newest.*, octet_length(lines::text) as bytes,
                         sum(octet_length(lines::text)) over (order by changed_at desc) as total
                  from (select changed_at,
                               (extract(epoch from changed_at) * 1000)::bigint as at_ms,
                               max(operation) filter (where row_id is null) as operation,
                               max(message_id) filter (where row_id is null) as message_id,
                               max(revision) filter (where row_id is null) as revision,
                               jsonb_agg(jsonb_build_object('table', table_name, 'row', row_id, 'old', %1$s, 'new', %2$s)
                                         order by id) as lines
                        from rollcall.history
                        where entity_id = ? and table_name = any (?)
                        group by changed_at
                        order by changed_at desc
                        limit ?) as newest) as measured
            where total - bytes <= %3$d
            order by changed_at desc
            """.formatted(
                    BoundedJson.of("old_values", HistorySearch.MOST_VALUE_BYTES),
                    BoundedJson.of("new_values", HistorySearch.MOST_VALUE_BYTES),
                    HistorySearch.MOST_BYTES);

    private static final String END = "end";

    private static final JsonMapper JSON = StoredJson.MAPPER;

    private HistorySearch() {}

    /** @param changes oldest first */
    record Found(List<Recorded> changes, Timeline.History history) {}

    /** @param most the most changes to find, the newest */
    static Found find(JdbcClient database, Table table, EntityId id, int most) {
        Map<String, String> fields = new HashMap<>();
        table.children().forEach(child -> fields.put(label(child), child.field()));
        List<String> tables = new ArrayList<>(fields.keySet());
        tables.add(table.label());
        List<Read> read = database.sql(NEWEST)
                .params(id.value(), tables.toArray(String[]::new), most + 1)
                .query((row, number) -> new Read(recorded(table, fields, row), row.getBoolean(6)))
                .list();
        List<Recorded> changes = read.stream().limit(most).map(Read::change).toList();
        boolean complete = read.size() <= most && read.stream().allMatch(Read::whole);
        boolean on = database.sql("select rollcall.keeps_history()")
                .query(Boolean.class)
                .single();
        return new Found(changes.reversed(), new Timeline.History(on, changes.size(), complete));
    }

    /** @param whole whether it is not the one with which the bytes became too many */
    private record Read(Recorded change, boolean whole) {}

    private static String label(ChildTable child) {
        return child.name().substring(child.name().indexOf('.') + 1);
    }

    private static Recorded recorded(Table table, Map<String, String> fields, ResultSet row) throws SQLException {
        JsonNode old = null;
        JsonNode became = null;
        List<RecordedChild> children = new ArrayList<>();
        for (JsonNode line : JSON.readTree(row.getString(5))) {
            String field = fields.get(line.get("table").stringValue());
            if (field == null) {
                old = known(line.get("old"));
                became = known(line.get("new"));
            } else {
                children.add(new RecordedChild(
                        field + "/" + line.get("row").asString(), known(line.get("old")), known(line.get("new"))));
            }
        }
        long revision = row.getLong(4);
        Long known = row.wasNull() ? null : revision;
        String operation = row.getString(2);
        boolean erased = children.stream().allMatch(child -> child.old() == null && child.became() == null);
        return new Recorded(
                row.getLong(1),
                operation == null && erased ? "content erased" : type(table, operation, known),
                row.getString(3),
                known,
                old,
                became,
                children);
    }

    private static @Nullable JsonNode known(JsonNode values) {
        return values.isNull() ? null : values;
    }

    /** As the change event names it, where there was one. */
    private static String type(Table table, @Nullable String operation, @Nullable Long revision) {
        if (operation == null || revision == null || table.resource() == null) {
            return "a change without a message";
        }
        if (revision == 0) {
            return "a placeholder";
        }
        ChangeOperation announced = operation.equals(END)
                ? ChangeOperation.DELETED
                : revision == 1 ? ChangeOperation.CREATED : ChangeOperation.UPDATED;
        return "clerk." + table.resource().eventName() + "." + announced.label();
    }
}
