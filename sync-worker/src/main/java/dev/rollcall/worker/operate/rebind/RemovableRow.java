package dev.rollcall.worker.operate.rebind;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.OwnerColumn;
import dev.rollcall.worker.copy.table.Table;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A row that an event wrote. Placeholders do not count, and are removed with the others.
 *
 * @param ended whether it has been announced as gone before
 * @param organization the one that it belongs to; null for none
 */
record RemovableRow(
        Table table,
        String id,
        long revision,
        boolean ended,
        @Nullable String organization) {

    private static final String ROWS = Table.IN_ORDER.stream()
            .map(table ->
                    "select '%s' as label, id, sync_revision, deleted_at is not null, %s from %s where sync_revision > 0"
                            .formatted(table.label(), organizationOf(table), table.name()))
            .collect(Collectors.joining(" union all ", "", " order by 1, 2 limit ?"));

    private static final String ERASE_HISTORY = """
            select rollcall.erase_history(array_agg(distinct table_name), array_agg(distinct entity_id))
            from rollcall.history where erased_at is null
            """;

    private static final String TABLES =
            "select format('delete from clerk.%I', tablename) from pg_tables where schemaname = 'clerk' order by tablename";

    private static String organizationOf(Table table) {
        if (table.resource() == Resource.ORGANIZATION) {
            return "id";
        }
        return table.ownersIn(Resource.ORGANIZATION)
                .map(OwnerColumn::name)
                .findFirst()
                .orElse("null::text");
    }

    /** By table and id. */
    static List<RemovableRow> all(JdbcClient database, int most) {
        return database.sql(ROWS)
                .param(most)
                .query((row, number) -> new RemovableRow(
                        tableOf(row.getString(1)),
                        row.getString(2),
                        row.getLong(3),
                        row.getBoolean(4),
                        row.getString(5)))
                .list();
    }

    private static Table tableOf(String label) {
        return Table.IN_ORDER.stream()
                .filter(table -> table.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** Every row of every table, and what history holds of their values: nothing of the former instance stays. */
    static void removeAll(JdbcClient database) {
        database.sql(TABLES)
                .query(String.class)
                .list()
                .forEach(delete -> database.sql(delete).update());
        database.sql("delete from rollcall.role_keys").update();
        database.sql(ERASE_HISTORY).query().singleRow();
    }

    @Override
    public String toString() {
        return table.name() + " " + id;
    }
}
