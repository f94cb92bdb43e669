package dev.rollcall.worker.copy.apply;

import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.ColumnType;
import dev.rollcall.worker.copy.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL of one table. Every statement takes one array for each column, whatever the number of rows, so there is one
 * plan and no limit of parameters.
 */
final class Statements {

    private static final List<Column> VERSION = List.of(
            new Column("sync_updated_at_ms", ColumnType.BIGINT),
            new Column("sync_event_at_ms", ColumnType.BIGINT),
            new Column("sync_message_id", ColumnType.TEXT));
    private static final List<Column> WRITER =
            List.of(new Column("sync_writer", ColumnType.BIGINT), new Column("sync_offset", ColumnType.BIGINT));
    private static final String NEWER = """
            and (t.sync_updated_at_ms, t.sync_event_at_ms, t.sync_message_id)
                < (excluded.sync_updated_at_ms, excluded.sync_event_at_ms, excluded.sync_message_id)""";
    private static final Column OWNERS = new Column("owners", ColumnType.IDS);

    /** Travels as one text with commas. */
    private static final Column INCOMPLETE = new Column("sync_incomplete", ColumnType.TEXT);

    private static final Column DELETED_AT = new Column("deleted_at", ColumnType.TIMESTAMP);

    /** In a select of its own, which is worked out once and not for each row. */
    private static final String NOW = "(select (extract(epoch from now()) * 1000)::bigint)";

    final Table table;

    /** The arrays of {@link #upsert}, in order. */
    final List<Column> stateColumns;

    /** The arrays of {@link #end} and {@link #endIfNewer}, in order. */
    final List<Column> endColumns;

    /** The arrays of {@link #collectOwners}, in order. */
    final List<Column> collectedColumns;

    final String upsert;
    final String end;
    final String endIfNewer;
    final String present;
    final String presentForUpdate;
    final String endedOwners;

    /** In the order of the table's children. */
    final List<OfChild> children;

    /**
     * The SQL of one table of children.
     *
     * @param removeMissing deletes children that the accepted states no longer have
     * @param upsert writes those that are new or different: an unchanged child costs no new row version
     * @param columns the arrays of the upsert, in order
     */
    record OfChild(String removeMissing, String upsert, List<Column> columns) {

        static OfChild of(ChildTable child) {
            List<Column> columns = concat(List.of(new Column(child.parentColumn(), ColumnType.TEXT)), child.columns());
            return new OfChild(Statements.removeMissing(child), Statements.upsert(child, columns), columns);
        }
    }

    Statements(Table table) {
        this.table = table;
        children = table.children().stream().map(OfChild::of).toList();
        List<Column> collected = table.collectsOwners() ? List.of(OWNERS) : List.of();
        stateColumns = concat(keys(table), table.columns(), collected, List.of(INCOMPLETE), VERSION, WRITER);
        endColumns = concat(keys(table), owners(table), table.keptByEnd(), List.of(DELETED_AT), VERSION, WRITER);
        collectedColumns = concat(keys(table), collected);
        upsert = upsert();
        end = end("");
        endIfNewer = end(NEWER);
        present = present("");
        presentForUpdate = present("for update of t");
        endedOwners = "select id from %s where id = any (?) and deleted_at is not null".formatted(table.name());
    }

    private String upsert() {
        String assigned = Stream.of(table.columns(), List.of(INCOMPLETE), VERSION, WRITER)
                .flatMap(List::stream)
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(Collectors.joining(", "));
        return """
                insert into %s as t (%s, sync_revision, sync_committed_at)
                select %s, 1, now()
                from %s
                on conflict (%s) do update set %s%s, sync_revision = t.sync_revision + 1, sync_committed_at = now()
                where t.deleted_at is null
                %s
                returning %s, t.sync_revision, %s
                """.formatted(
                        table.name(),
                        names(stateColumns),
                        expressions(stateColumns),
                        rows(stateColumns),
                        String.join(", ", table.keyColumns()),
                        table.collectsOwners() ? unitedOwners() : "",
                        assigned,
                        NEWER,
                        keysOf("t"),
                        NOW);
    }

    /** @param guard a further condition on the row that is there, or nothing */
    private String end(String guard) {
        String keptOwners = table.collectsOwners()
                ? unitedOwners()
                : table.owners().stream()
                        .map(owner -> "%1$s = coalesce(t.%1$s, excluded.%1$s), ".formatted(owner.name()))
                        .collect(Collectors.joining());
        // The stub is Clerk's last word.
        String keptOfStub = table.keptByEnd().stream()
                .map(column -> "%1$s = coalesce(excluded.%1$s, t.%1$s), ".formatted(column.name()))
                .collect(Collectors.joining());
        String assigned = Stream.of(List.of(DELETED_AT), VERSION, WRITER)
                .flatMap(List::stream)
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(Collectors.joining(", "));
        return """
                insert into %s as t (%s, sync_revision, sync_committed_at)
                select %s, 1, now()
                from %s
                on conflict (%s) do update set %s%s, sync_revision = t.sync_revision + 1, sync_committed_at = now()
                where t.deleted_at is null
                %s
                returning %s, t.sync_revision, %s%s
                """.formatted(
                        table.name(),
                        names(endColumns),
                        expressions(endColumns),
                        rows(endColumns),
                        String.join(", ", table.keyColumns()),
                        keptOwners + keptOfStub,
                        assigned,
                        guard,
                        keysOf("t"),
                        NOW,
                        ownersOf("t"));
    }

    /** What is there now: key, version, coordinates, revision, time, whether ended, owners. */
    private String present(String lock) {
        String keyTypes = table.keyColumns().stream().map(key -> "?::text[]").collect(Collectors.joining(", "));
        return """
                select %s, t.sync_updated_at_ms, t.sync_event_at_ms, t.sync_message_id, t.sync_writer, t.sync_offset,
                       t.sync_revision, (extract(epoch from t.sync_committed_at) * 1000)::bigint, t.deleted_at is not null%s
                from unnest(%s) as k(%s) join %s as t using (%s)
                order by %s
                %s
                """.formatted(
                        keysOf("t"),
                        ownersOf("t"),
                        keyTypes,
                        String.join(", ", table.keyColumns()),
                        table.name(),
                        String.join(", ", table.keyColumns()),
                        sortedBy("t"),
                        lock);
    }

    /** Most rows have had their owners for long. */
    private static String unitedOwners() {
        return "%1$s = case when t.%1$s @> excluded.%1$s then t.%1$s else rollcall.united_owners(t.%1$s, excluded.%1$s) end, "
                .formatted(OWNERS.name());
    }

    /** Adds owners to live rows that lack some of them; locked in order, as an update alone would not. */
    String collectOwners() {
        return """
                with named as (
                    select %1$s, s.%2$s from (select %3$s from %4$s) as s(%5$s) join %6$s as t using (%7$s)
                    where t.deleted_at is null and not t.%2$s @> s.%2$s
                    order by %8$s
                    for update of t)
                update %6$s as t set %2$s = rollcall.united_owners(t.%2$s, named.%2$s)
                from named where (%1$s) = (%9$s)
                """.formatted(
                        keysOf("t"),
                        OWNERS.name(),
                        expressions(collectedColumns),
                        rows(collectedColumns),
                        names(collectedColumns),
                        table.name(),
                        String.join(", ", table.keyColumns()),
                        sortedBy("t"),
                        keysOf("named"));
    }

    /** Keys of up to a number of live rows that have collected one of some owners, or are parts of some objects. */
    String keysOfCollected(int most) {
        return "select %s from rollcall.live_objects_of(?, ?, ?, %d) as t".formatted(keysOf("t"), most);
    }

    /** Locks the live rows that belong to ended owners; their keys and owners, sorted. */
    String liveOf() {
        return "select id%s from %s as t where (%s) and deleted_at is null order by id collate \"C\" for update"
                .formatted(ownersOf("t"), table.name(), ofOwners());
    }

    /** Keys of the ended rows that belong to some owners and were written by some records, locked. */
    String endedOf() {
        return """
                select id from %s
                where (%s) and deleted_at is not null
                  and (sync_writer, sync_offset) in (select * from unnest(?::integer[], ?::bigint[]))
                order by id collate "C" for update
                """.formatted(table.name(), ofOwners());
    }

    private String ofOwners() {
        return table.owners().stream().map(owner -> owner.name() + " = any (?)").collect(Collectors.joining(" or "));
    }

    private String sortedBy(String alias) {
        return table.keyColumns().stream()
                .map(key -> alias + "." + key + " collate \"C\"")
                .collect(Collectors.joining(", "));
    }

    private static String removeMissing(ChildTable child) {
        return """
                delete from %1$s as c
                where c.%2$s = any (?)
                  and not exists (select from unnest(?::text[], ?::text[]) as s(parent, id)
                                  where s.parent = c.%2$s and s.id = c.id)
                """.formatted(child.name(), child.parentColumn());
    }

    /**
     * An unchanged child is left out before the conflict, which locks the row that is there: that writes to its page. By a
     * subquery and not a join, which might be planned to read the whole table.
     */
    private static String upsert(ChildTable child, List<Column> all) {
        List<Column> content = child.columns().stream()
                .filter(column -> !column.name().equals("id"))
                .toList();
        return """
                insert into %1$s as t (%2$s)
                select %3$s from (select %4$s from %5$s) as n(%2$s)
                where (select (%6$s) is not distinct from (%7$s)
                       from %1$s as t where t.%8$s = n.%8$s and t.id = n.id) is not true
                on conflict (%8$s, id) do update set %9$s
                """.formatted(
                        child.name(),
                        names(all),
                        of("n", all),
                        expressions(all),
                        rows(all),
                        of("t", content),
                        of("n", content),
                        child.parentColumn(),
                        content.stream()
                                .map(column -> column.name() + " = excluded." + column.name())
                                .collect(Collectors.joining(", ")));
    }

    private static String of(String alias, List<Column> columns) {
        return columns.stream().map(column -> alias + "." + column.name()).collect(Collectors.joining(", "));
    }

    private static List<Column> keys(Table table) {
        return table.keyColumns().stream()
                .map(key -> new Column(key, ColumnType.TEXT))
                .toList();
    }

    private static List<Column> owners(Table table) {
        if (table.collectsOwners()) {
            return List.of(OWNERS);
        }
        return table.owners().stream()
                .map(owner -> new Column(owner.name(), ColumnType.TEXT))
                .toList();
    }

    private String keysOf(String alias) {
        return table.keyColumns().stream().map(key -> alias + "." + key).collect(Collectors.joining(", "));
    }

    private String ownersOf(String alias) {
        if (table.collectsOwners()) {
            return ", array_to_string(%s.%s, ',')".formatted(alias, OWNERS.name());
        }
        return table.owners().stream()
                .map(owner -> ", " + alias + "." + owner.name())
                .collect(Collectors.joining());
    }

    @SafeVarargs
    private static List<Column> concat(List<Column>... parts) {
        List<Column> all = new ArrayList<>();
        for (List<Column> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private static String expressions(List<Column> columns) {
        return columns.stream()
                .map(column -> column.equals(INCOMPLETE)
                        ? "string_to_array(s." + column.name() + ", ',')"
                        : column.type().written("s." + column.name()))
                .collect(Collectors.joining(", "));
    }

    /**
     * One row for each element of the arrays, null where an array is shorter. In a select list they are taken apart side by
     * side; in the from clause each would first be stored as a whole, which takes twice as long.
     */
    private static String rows(List<Column> columns) {
        return columns.stream()
                .map(column -> "unnest(?::" + column.type().elementType() + "[]) as " + column.name())
                .collect(Collectors.joining(", ", "(select ", ") as s"));
    }
}
