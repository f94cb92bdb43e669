package dev.rollcall.worker.tenancy;

import dev.rollcall.worker.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A row in every table of schema clerk for each of two organizations, and each one's name in all its texts. */
final class TwoTenants {

    static final String OURS = "alfa";
    static final String THEIRS = "bravo";
    static final String OUR_ORGANIZATION = "org_alfa";

    /** Of the whole Clerk instance: every tenant sees them. */
    static final Set<String> SHARED = Set.of("roles", "permissions", "role_permissions");

    private TwoTenants() {}

    static List<String> tables(TestDatabase database) {
        return database.rows("""
                select relname from pg_class
                where relnamespace = 'clerk'::regnamespace and relkind in ('r', 'p') order by 1
                """);
    }

    static void fill(TestDatabase database) {
        for (String table : tables(database)) {
            database.execute(insertion(database, table, OURS));
            database.execute(insertion(database, table, THEIRS));
        }
    }

    /** Inserts a whole row that belongs to the tenant. */
    static String insertion(TestDatabase database, String table, String tenant) {
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String column : database.rows("""
                select a.attname, format_type(a.atttypid, null) from pg_attribute a
                where a.attrelid = 'clerk.%s'::regclass and a.attnum > 0 and not a.attisdropped
                  and a.attname not in ('deleted_at', 'erased_at')
                order by a.attnum
                """.formatted(table))) {
            String[] nameAndType = column.split("[|]", 2);
            columns.add(nameAndType[0]);
            values.add(value(table, nameAndType[0], nameAndType[1], tenant));
        }
        return "insert into clerk.%s (%s) values (%s)"
                .formatted(
                        table,
                        columns.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", ")),
                        String.join(", ", values));
    }

    private static String value(String table, String column, String type, String tenant) {
        return switch (column) {
            case "id" -> "'" + prefix(table) + tenant + "'";
            case "organization_id", "last_active_organization_id" -> "'org_" + tenant + "'";
            case "user_id", "inviter_id", "created_by" -> "'user_" + tenant + "'";
            case "role_id" -> "'roles_" + tenant + "'";
            case "role" -> "'org:" + tenant + "'";
            case "key" -> table.equals("roles") ? "'org:" + tenant + "'" : "'org:" + tenant + ":read'";
            default ->
                switch (type) {
                    case "text" -> "'secret of " + tenant + "'";
                    case "jsonb" -> "'{\"secret\": \"of " + tenant + "\"}'";
                    case "boolean" -> "false";
                    case "bigint", "integer" -> "1";
                    case "text[]" -> "'{extra}'";
                    default -> "now()";
                };
        };
    }

    /** Children of one parent are found by its id, so theirs is no matter. */
    private static String prefix(String table) {
        return switch (table) {
            case "users" -> "user_";
            case "organizations" -> "org_";
            case "role_permissions" -> "permissions_";
            default -> table + "_";
        };
    }
}
