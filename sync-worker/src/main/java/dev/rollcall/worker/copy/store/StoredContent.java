package dev.rollcall.worker.copy.store;

import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the write has put into rows of one table and their children, read back as {@link Row} holds it. */
public final class StoredContent {

    /** Of text that is read at once: what a row's JSON comes to is known only when PostgreSQL has printed it. */
    public static final int MOST_BYTES = 4 * 1024 * 1024;

    /** Ids whose rows one statement measures, and so prints: the heaviest rows take seconds, and there is a timeout. */
    private static final int MEASURED = 25;

    private static final String IDS = "ids";

    private final Table table;
    private final List<Map<String, List<Row>>> children = new ArrayList<>();

    /** Reads the children of these rows; in the caller's transaction, as the rows themselves. */
    public StoredContent(JdbcClient database, Table table, Collection<String> ids) {
        this.table = table;
        for (ChildTable child : table.children()) {
            children.add(childrenOf(child, database, ids.toArray(String[]::new)));
        }
    }

    /**
     * Cuts ids into portions to read one after the other: the rows of each, with their children, come to no more than
     * {@link #MOST_BYTES}, unless it is a single one. In the transaction in which they are read.
     *
     * @return all of the ids, in their order, whether or not they have rows
     */
    public static List<List<String>> portions(JdbcClient database, Table table, List<String> ids) {
        Map<String, Long> bytes = new HashMap<>();
        for (int from = 0; from < ids.size(); from += MEASURED) {
            measure(database, table, ids.subList(from, Math.min(from + MEASURED, ids.size())), bytes);
        }
        List<List<String>> portions = new ArrayList<>();
        int first = 0;
        long held = 0;
        for (int index = 0; index < ids.size(); index++) {
            long own = bytes.getOrDefault(ids.get(index), 0L);
            if (index > first && held + own > MOST_BYTES) {
                portions.add(ids.subList(first, index));
                first = index;
                held = 0;
            }
            held += own;
        }
        if (first < ids.size()) {
            portions.add(ids.subList(first, ids.size()));
        }
        return portions;
    }

    private static void measure(JdbcClient database, Table table, List<String> ids, Map<String, Long> into) {
        String measured = table.children().stream()
                .map(child -> " union all " + measured(child.parentColumn(), child.columns(), child.name()))
                .collect(Collectors.joining("", measured("id", table.columns(), table.name()), ""));
        RowMapper<Boolean> each = (row, number) -> into.put(row.getString(1), row.getLong(2)) == null;
        database.sql("select id, sum(bytes)::bigint from (" + measured + ") as measured group by id")
                .param(IDS, ids.toArray(String[]::new))
                .query(each)
                .list();
    }

    private static String measured(String key, List<Column> columns, String name) {
        String bytes = columns.stream()
                .filter(column -> column.type() == ColumnType.TEXT || column.type() == ColumnType.JSON)
                .map(column -> " + coalesce(octet_length(" + expression(column) + "), 0)")
                .collect(Collectors.joining());
        return "select t.%1$s as id, 0%2$s as bytes from %3$s as t where t.%1$s = any (:ids)"
                .formatted(key, bytes, name);
    }

    /** For a select list of the table as {@code t}, behind other columns: what {@link #row} reads. */
    public static String columns(Table table) {
        return ", array_to_string(t.sync_incomplete, ',')" + expressions(table.columns());
    }

    /** As {@link #columns}: what {@link #owners} reads. */
    public static String ownerColumns(Table table) {
        return table.owners().stream().map(owner -> ", t." + owner.name()).collect(Collectors.joining());
    }

    /** @param first the first of {@link #ownerColumns} */
    public static Owners owners(Table table, ResultSet row, int first) throws SQLException {
        return Owners.inColumns(
                table.owners(), owner -> row.getString(first + table.owners().indexOf(owner)));
    }

    /** @param first the first of {@link #columns} */
    public Row row(String id, ResultSet row, int first) throws SQLException {
        String incomplete = row.getString(first);
        return new Row(
                values(row, first + 1, table.columns()),
                children.stream()
                        .map(ofChild -> ofChild.getOrDefault(id, List.of()))
                        .toList(),
                incomplete == null || incomplete.isEmpty() ? List.of() : List.of(incomplete.split(",", -1)));
    }

    private static Map<String, List<Row>> childrenOf(ChildTable child, JdbcClient database, String[] parents) {
        Map<String, List<Row>> children = new HashMap<>();
        RowMapper<Boolean> into =
                (row, number) -> children.computeIfAbsent(row.getString(1), parent -> new ArrayList<>())
                        .add(new Row(values(row, 2, child.columns()), List.of()));
        database.sql("select t.%1$s%2$s from %3$s as t where t.%1$s = any (:ids) order by t.%1$s, t.id collate \"C\""
                        .formatted(child.parentColumn(), expressions(child.columns()), child.name()))
                .param(IDS, parents)
                .query(into)
                .list();
        return children;
    }

    private static @Nullable Object[] values(ResultSet row, int first, List<Column> columns) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int index = 0; index < columns.size(); index++) {
            values[index] = row.getObject(first + index);
        }
        return values;
    }

    private static String expressions(List<Column> columns) {
        return columns.stream().map(column -> ", " + expression(column)).collect(Collectors.joining());
    }

    private static String expression(Column column) {
        return switch (column.type()) {
            case TEXT, BOOLEAN -> "t." + column.name();
            case BIGINT -> "t." + column.name() + "::bigint";
            case TIMESTAMP -> "(extract(epoch from t." + column.name() + ") * 1000)::bigint";
            case JSON -> "t." + column.name() + "::text";
            case IDS -> throw new IllegalArgumentException("no object of Clerk's has a set of ids");
        };
    }
}
