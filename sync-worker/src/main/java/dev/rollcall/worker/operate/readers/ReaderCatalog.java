package dev.rollcall.worker.operate.readers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database's catalogs say of the tables and functions that readers use. Any login may ask. */
final class ReaderCatalog {

    private static final String ONLY_ENDED = "Null only in an ended row";

    /** A tenant's view has the names and comments of the table behind it, and only rows that live. */
    private static final String COLUMNS = """
            select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type,
                   coalesce(base.attnotnull, a.attnotnull) as required,
                   exists (select from pg_index i
                           where i.indrelid = base.attrelid and i.indisprimary and base.attnum = any (i.indkey)) as key,
                   coalesce(obj_description(c.oid, 'pg_class'), obj_description(base.attrelid, 'pg_class'), '') as about,
                   coalesce(col_description(c.oid, a.attnum), col_description(base.attrelid, base.attnum), '') as comment
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_class t on t.relname = c.relname and t.relkind = 'r'
                                and t.relnamespace = (select oid from pg_namespace where nspname = 'clerk')
            left join pg_attribute base on base.attrelid = t.oid and base.attname = a.attname and base.attnum > 0
                                       and not base.attisdropped
            where (n.nspname = 'clerk' and c.relkind = 'r') or (n.nspname = 'clerk_tenant' and c.relkind = 'v')
            order by n.nspname collate "C", c.relname collate "C", a.attnum
            """;

    /** Those that an application may call, under its own name or its migrations'. */
    private static final String FUNCTIONS = """
            select p.proname, pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as result
            from pg_proc p
            where p.pronamespace = (select oid from pg_namespace where nspname = 'rollcall') and p.prokind = 'f'
              and p.prorettype <> 'trigger'::regtype
              and (has_function_privilege('rollcall_tenant', p.oid, 'execute')
                   or has_function_privilege('rollcall_backend', p.oid, 'execute'))
            order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"
            """;

    /** A function as it is declared, without what it does. */
    record Declared(String name, String arguments, String result) {}

    private final JdbcClient database;

    ReaderCatalog(JdbcClient database) {
        this.database = database;
    }

    private record Key(String schema, String name, String comment) {}

    /** Tables of {@code clerk} first, then the tenant's views, each by name. */
    List<ReaderTable> tables() {
        Map<Key, List<ReaderColumn>> tables = new LinkedHashMap<>();
        database.sql(COLUMNS)
                .query((row, number) -> tables.computeIfAbsent(
                                new Key(row.getString("nspname"), row.getString("relname"), row.getString("about")),
                                key -> new ArrayList<>())
                        .add(column(row)))
                .list();
        return tables.entrySet().stream()
                .map(table -> new ReaderTable(
                        table.getKey().schema(),
                        table.getKey().name(),
                        table.getKey().comment(),
                        table.getValue()))
                .toList();
    }

    private static ReaderColumn column(ResultSet row) throws SQLException {
        String comment = row.getString("comment");
        boolean liveOnly = row.getString("nspname").equals(ReaderTable.TENANT);
        return new ReaderColumn(
                row.getString("attname"),
                row.getString("type"),
                row.getBoolean("key"),
                row.getBoolean("required") || (liveOnly && comment.contains(ONLY_ENDED)),
                comment);
    }

    List<Declared> functions() {
        return database.sql(FUNCTIONS)
                .query((row, number) ->
                        new Declared(row.getString("proname"), row.getString("arguments"), row.getString("result")))
                .list();
    }
}
