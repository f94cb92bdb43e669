package dev.rollcall.worker.operate.erase;

import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Table;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Empties ended rows: what is left is the id, the owners, Clerk's times and the version, so that neither a replay nor a
 * late event brings anything back. Such a row is no longer announced, so the feed does not change.
 */
final class Erasure {

    private static final Set<String> KEPT = Set.of("created_at", "updated_at");

    private Erasure() {}

    /**
     * Erases rows of one table that ended long enough ago, the oldest first.
     *
     * @param most the most rows of one call
     * @return how many there were
     */
    static int eraseDue(JdbcClient database, Table table, Duration holdback, int most) {
        String keys = String.join(", ", table.keyColumns());
        String due = "select %s from %s where deleted_at < now() - ? * interval '1 second' and erased_at is null"
                .formatted(keys, table.name());
        String sql = erase(table, due + " order by deleted_at limit ? for update skip locked");
        List<String> ids = database.sql(sql)
                .params(holdback.toSeconds(), most)
                .query(String.class)
                .list();
        return eraseChildren(database, table, ids);
    }

    /**
     * Erases an ended object, and what ended with it.
     *
     * @return rows by table; empty when there was nothing to erase
     */
    static Map<String, Integer> erase(JdbcClient database, Subject subject) {
        Map<String, Integer> erased = new LinkedHashMap<>();
        for (Table table : Table.IN_ORDER) {
            String own = subject.rowsOf(table);
            if (!own.isEmpty()) {
                String rows =
                        "select %s from %s as t where %s and deleted_at is not null and erased_at is null for update"
                                .formatted(String.join(", ", table.keyColumns()), table.name(), own);
                List<String> ids = database.sql(erase(table, rows))
                        .params(subject.parameters(own))
                        .query(String.class)
                        .list();
                int count = eraseChildren(database, table, ids);
                if (count > 0) {
                    erased.put(table.name(), count);
                }
            }
        }
        return erased;
    }

    /** Erases those of some objects that ended: they take no state, so nothing can be blanked in them by an event. */
    static void eraseEnded(JdbcClient database, List<Mention> mentions) {
        for (Mention mention : mentions) {
            Table table = mention.table();
            if (table.resource() != null) {
                String rows =
                        "select id from %s where id = ? and deleted_at is not null and erased_at is null for update"
                                .formatted(table.name());
                List<String> ids = database.sql(erase(table, rows))
                        .param(mention.id())
                        .query(String.class)
                        .list();
                eraseChildren(database, table, ids);
            }
        }
    }

    private static String erase(Table table, String rows) {
        String emptied = table.columns().stream()
                .map(Column::name)
                .filter(column -> !KEPT.contains(column))
                .filter(column ->
                        table.owners().stream().noneMatch(owner -> owner.name().equals(column)))
                .map(column -> column + " = null, ")
                .collect(Collectors.joining());
        return "with due as (%s) update %s as t set %ssync_incomplete = null, erased_at = now() from due where %s returning t.id"
                .formatted(
                        rows,
                        table.name(),
                        emptied,
                        table.keyColumns().stream()
                                .map(key -> "t." + key + " = due." + key)
                                .collect(Collectors.joining(" and ")));
    }

    /**
     * Even if history is off now: it may have been on. Last, since the children's end is in it too. An object may
     * have been among the others before it got a table.
     */
    private static void eraseHistory(JdbcClient database, Table table, List<String> ids) {
        List<String> tables = Stream.concat(
                        Stream.of(table.name(), Table.OTHER_OBJECTS.name()),
                        table.children().stream().map(ChildTable::name))
                .map(name -> name.substring(name.indexOf('.') + 1))
                .toList();
        database.sql("select rollcall.erase_history(?, ?)")
                .param(tables.toArray(String[]::new))
                .param(ids.toArray(String[]::new))
                .query()
                .singleRow();
    }

    private static int eraseChildren(JdbcClient database, Table table, List<String> ids) {
        for (ChildTable child : ids.isEmpty() ? List.<ChildTable>of() : table.children()) {
            database.sql("delete from %s where %s = any (?)".formatted(child.name(), child.parentColumn()))
                    .param(ids.toArray(String[]::new))
                    .update();
        }
        if (!ids.isEmpty()) {
            eraseHistory(database, table, ids);
        }
        return ids.size();
    }
}
