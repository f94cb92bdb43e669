package dev.rollcall.worker.operate.rebind;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.OwnerColumn;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    static List<RemovableRow> all(Connection connection, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ROWS)) {
            select.setInt(1, most);
            List<RemovableRow> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new RemovableRow(
                            tableOf(rows.getString(1)),
                            rows.getString(2),
                            rows.getLong(3),
                            rows.getBoolean(4),
                            rows.getString(5)));
                }
            }
            return found;
        }
    }

    private static Table tableOf(String label) {
        return Table.IN_ORDER.stream()
                .filter(table -> table.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** Every row of every table, and what history holds of their values: nothing of the former instance stays. */
    static void removeAll(Connection connection) throws SQLException {
        List<String> deletes = new ArrayList<>();
        try (Statement delete = connection.createStatement()) {
            try (ResultSet tables = delete.executeQuery(TABLES)) {
                while (tables.next()) {
                    deletes.add(tables.getString(1));
                }
            }
            for (String statement : deletes) {
                delete.executeUpdate(statement);
            }
            delete.executeUpdate("delete from rollcall.role_keys");
            delete.execute(ERASE_HISTORY);
        }
    }

    @Override
    public String toString() {
        return table.name() + " " + id;
    }
}
