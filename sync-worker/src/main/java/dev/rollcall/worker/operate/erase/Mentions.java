package dev.rollcall.worker.operate.erase;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds what names an erased object, and blanks it in objects without a table. All of a table is read for it, in pages, so
 * that no statement is long.
 */
final class Mentions {

    private static final int PAGE = 5_000;

    private Mentions() {}

    /**
     * Rows that neither belong to the erased object nor are empty. A user with the same address is somebody else, who
     * keeps it.
     */
    static List<Mention> find(JdbcClient database, Subject subject, Needles needles) {
        List<Mention> found = new ArrayList<>();
        for (Table table : Table.IN_ORDER) {
            find(database, table, subject, needles, found);
        }
        return found;
    }

    private static void find(JdbcClient database, Table table, Subject subject, Needles needles, List<Mention> into) {
        String keys = table.keyColumns().stream().map(key -> "t." + key).collect(Collectors.joining(", "));
        String own = subject.rowsOf(table);
        String sql = """
                select %1$s, %2$s
                from %3$s as t cross join %6$s
                where (%1$s) > (%4$s) and t.erased_at is null order by %1$s limit %5$d
                """.formatted(
                        keys,
                        (own.isEmpty() ? "" : "not " + own + " and ") + "(" + names(table) + ")",
                        table.name(),
                        table.keyColumns().stream().map(key -> "?").collect(Collectors.joining(", ")),
                        PAGE,
                        Needles.AS_N);
        List<String> after = table.keyColumns().stream().map(key -> "").toList();
        List<Looked> page;
        do {
            page = database.sql(sql)
                    .params(own.isEmpty() ? List.of() : subject.parameters(own))
                    .params(needles.parameters())
                    .params(after)
                    .query((row, number) -> Looked.at(table, row))
                    .list();
            for (Looked looked : page) {
                after = looked.key();
                if (looked.names()) {
                    into.add(new Mention(
                            table,
                            table.resource() == null
                                    ? after.getFirst()
                                    : table.resource().eventName(),
                            after.getLast()));
                }
            }
        } while (page.size() == PAGE);
    }

    private record Looked(List<String> key, boolean names) {

        private static Looked at(Table table, ResultSet row) throws SQLException {
            List<String> key =
                    table.resource() == null ? List.of(row.getString(1), row.getString(2)) : List.of(row.getString(1));
            return new Looked(key, row.getBoolean(key.size() + 1));
        }
    }

    /** Whether a row or one of its child rows does. */
    private static String names(Table table) {
        if (table.resource() == null) {
            return mentioned("t.data");
        }
        return Stream.concat(
                        Stream.of(names("t", table)),
                        table.children().stream()
                                .map(child -> "exists (select from %s as c where c.%s = t.id and %s)"
                                        .formatted(child.name(), child.parentColumn(), names("c", table))))
                .collect(Collectors.joining(" or "));
    }

    /** An id in a column is a reference, and stays; in an object that nobody knows, and inside JSON, it is blanked. */
    private static String names(String row, Table table) {
        String content = "to_jsonb(%s) - 'sync_message_id'".formatted(row);
        // Most rows mention nobody, and that is known soonest.
        return "case when %s then rollcall.names(%s, %s) else false end"
                .formatted(mentioned(content), content, wanted(Objects.requireNonNull(table.resource())));
    }

    private static String mentioned(String content) {
        return "cardinality(rollcall.mentioned(%s, n.everything)) > 0".formatted(content);
    }

    /** What is looked for in plain columns and in those with JSON inside, of a row as t. */
    static String wanted(Resource resource) {
        return resource == Resource.USER
                ? "'{}'::text[], rollcall.not_theirs(t.id, n.everything)"
                : "n.addresses, n.everything";
    }

    /** Blanks the values in rows without a table; their version stays, so that no replay brings them back. */
    static void blank(JdbcClient database, List<Mention> mentions, Needles needles) {
        for (Mention mention : mentions) {
            if (mention.table().resource() == null) {
                database.sql("""
                        update clerk.other_objects set data = rollcall.without_mentions(data, ?)
                        where resource = ? and id = ?
                        """)
                        .param(needles.all().toArray(String[]::new))
                        .params(mention.resource(), mention.id())
                        .update();
            }
        }
    }
}
