package dev.rollcall.worker.operate.erase;

import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    static int eraseDue(Connection connection, Table table, Duration holdback, int most) throws SQLException {
        String keys = String.join(", ", table.keyColumns());
        String due = "select %s from %s where deleted_at < now() - ? * interval '1 second' and erased_at is null"
                .formatted(keys, table.name());
        String sql = erase(table, due + " order by deleted_at limit ? for update skip locked");
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, holdback.toSeconds());
            update.setInt(2, most);
            return eraseChildren(connection, table, ids(update));
        }
    }

    /**
     * Erases an ended object, and what ended with it.
     *
     * @return rows by table; empty when there was nothing to erase
     */
    static Map<String, Integer> erase(Connection connection, Subject subject) throws SQLException {
        Map<String, Integer> erased = new LinkedHashMap<>();
        for (Table table : Table.IN_ORDER) {
            String own = subject.rowsOf(table);
            if (!own.isEmpty()) {
                String rows =
                        "select %s from %s as t where %s and deleted_at is not null and erased_at is null for update"
                                .formatted(String.join(", ", table.keyColumns()), table.name(), own);
                try (PreparedStatement update = connection.prepareStatement(erase(table, rows))) {
                    subject.bind(update, 1, own);
                    int count = eraseChildren(connection, table, ids(update));
                    if (count > 0) {
                        erased.put(table.name(), count);
                    }
                }
            }
        }
        return erased;
    }

    /** Erases those of some objects that ended: they take no state, so nothing can be blanked in them by an event. */
    static void eraseEnded(Connection connection, List<Mention> mentions) throws SQLException {
        for (Mention mention : mentions) {
            Table table = mention.table();
            if (table.resource() != null) {
                String rows =
                        "select id from %s where id = ? and deleted_at is not null and erased_at is null for update"
                                .formatted(table.name());
                try (PreparedStatement update = connection.prepareStatement(erase(table, rows))) {
                    update.setString(1, mention.id());
                    eraseChildren(connection, table, ids(update));
                }
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

    private static List<String> ids(PreparedStatement update) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet rows = update.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /**
     * Even if history is off now: it may have been on. Last, since the children's end is in it too. An object may
     * have been among the others before it got a table.
     */
    private static void eraseHistory(Connection connection, Table table, List<String> ids) throws SQLException {
        List<String> tables = Stream.concat(
                        Stream.of(table.name(), Table.OTHER_OBJECTS.name()),
                        table.children().stream().map(ChildTable::name))
                .map(name -> name.substring(name.indexOf('.') + 1))
                .toList();
        try (PreparedStatement erase = connection.prepareStatement("select rollcall.erase_history(?, ?)")) {
            erase.setArray(1, connection.createArrayOf("text", tables.toArray()));
            erase.setArray(2, connection.createArrayOf("text", ids.toArray()));
            erase.execute();
        }
    }

    private static int eraseChildren(Connection connection, Table table, List<String> ids) throws SQLException {
        for (ChildTable child : ids.isEmpty() ? List.<ChildTable>of() : table.children()) {
            try (PreparedStatement delete = connection.prepareStatement(
                    "delete from %s where %s = any (?)".formatted(child.name(), child.parentColumn()))) {
                delete.setArray(1, connection.createArrayOf("text", ids.toArray()));
                delete.executeUpdate();
            }
        }
        if (!ids.isEmpty()) {
            eraseHistory(connection, table, ids);
        }
        return ids.size();
    }
}
