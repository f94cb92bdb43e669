package dev.rollcall.worker.operate.erase;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds what names an erased object, and blanks it in objects without a table. All of a table is read for it, in pages, so
 * that no statement is long.
 */
final class Mentions {

    private static final int PAGE = 5_000;

    private Mentions() {}

    /**
     * Rows that neither belong to the erased object nor are empty. Users are left out: a user with the same address is
     * somebody else, who keeps it.
     */
    static List<Mention> find(Connection connection, Subject subject, Needles needles) throws SQLException {
        List<Mention> found = new ArrayList<>();
        for (Table table : Table.IN_ORDER) {
            List<String> wanted = wanted(table, needles);
            if (table.resource() != Resource.USER && !wanted.isEmpty()) {
                find(connection, table, subject, wanted, found);
            }
        }
        return found;
    }

    /** An id in a column is a reference, and stays; in an object that nobody knows it is blanked. */
    private static List<String> wanted(Table table, Needles needles) {
        return table.resource() == null ? needles.all() : needles.addresses();
    }

    private static void find(
            Connection connection, Table table, Subject subject, List<String> wanted, List<Mention> into)
            throws SQLException {
        String keys = table.keyColumns().stream().map(key -> "t." + key).collect(Collectors.joining(", "));
        String own = subject.rowsOf(table);
        String sql = """
                select %1$s, cardinality(rollcall.mentioned(%2$s, ?)) > 0 and not (%3$s)
                from %4$s as t where (%1$s) > (%5$s) and t.erased_at is null order by %1$s limit %6$d
                """.formatted(
                        keys,
                        content(table),
                        own.isEmpty() ? "false" : own,
                        table.name(),
                        table.keyColumns().stream().map(key -> "?").collect(Collectors.joining(", ")),
                        PAGE);
        List<String> after = table.keyColumns().stream().map(key -> "").toList();
        int rows;
        do {
            rows = 0;
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(1, connection.createArrayOf("text", wanted.toArray()));
                int next = own.isEmpty() ? 2 : subject.bind(select, 2, own);
                for (String part : after) {
                    select.setString(next++, part);
                }
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        rows++;
                        boolean hasResource = table.resource() == null;
                        after = hasResource ? List.of(row.getString(1), row.getString(2)) : List.of(row.getString(1));
                        if (row.getBoolean(after.size() + 1)) {
                            into.add(new Mention(
                                    table,
                                    table.resource() == null
                                            ? after.getFirst()
                                            : table.resource().eventName(),
                                    after.getLast()));
                        }
                    }
                }
            }
        } while (rows == PAGE);
    }

    private static String content(Table table) {
        return table.resource() == null ? "t.data" : "to_jsonb(t) - 'sync_message_id'";
    }

    /** Blanks the values in rows without a table; their version stays, so that no replay brings them back. */
    static void blank(Connection connection, List<Mention> mentions, Needles needles) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update clerk.other_objects set data = rollcall.without_mentions(data, ?) where resource = ? and id = ?
                """)) {
            for (Mention mention : mentions) {
                if (mention.table().resource() == null) {
                    update.setArray(
                            1, connection.createArrayOf("text", needles.all().toArray()));
                    update.setString(2, mention.resource());
                    update.setString(3, mention.id());
                    update.executeUpdate();
                }
            }
        }
    }
}
