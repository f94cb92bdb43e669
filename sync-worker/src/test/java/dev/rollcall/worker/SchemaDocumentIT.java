package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/schema.md} is what the database says. With -Drollcall.update=true the file is written instead. */
class SchemaDocumentIT {

    private static final Path PUBLISHED = Path.of("..", "docs", "schema.md");

    private static final String HEAD = """
            # The schema `clerk`

            Generated from the database after all migrations, by `SchemaDocumentIT`. Every table and column says where it comes from and what
            null means. Columns that begin with `sync_`, and `deleted_at`, `erased_at` and `extra`, are the same everywhere and described once,
            at the end. There are no foreign keys between these tables, since events arrive out of order; the lines show what belongs to what.

            ```mermaid
            erDiagram
                organizations ||--o{ organization_memberships : "organization_id"
                users ||--o{ organization_memberships : "user_id"
                organizations ||--o{ organization_invitations : "organization_id"
                organizations ||--o{ organization_domains : "organization_id"
                users ||--o{ user_email_addresses : "user_id"
                users ||--o{ user_phone_numbers : "user_id"
                users ||--o{ user_external_accounts : "user_id"
                users ||--o{ sessions : "user_id"
                roles ||--o{ role_permissions : "role_id"
                permissions ||--o{ role_permissions : "id"
                roles ||--o{ organization_memberships : "key = role"
                subscriptions ||--o{ subscription_items : "subscription_id"
                organizations |o--o{ subscriptions : "organization_id"
                organizations |o--o{ payment_attempts : "organization_id"
            ```
            """;

    private static final String TABLES = """
            select format(E'\\n## clerk.%s\\n\\n%s\\n\\n| column | type | |\\n|---|---|---|\\n%s', c.relname,
                          obj_description(c.oid), columns.lines)
            from pg_class c
            cross join lateral (
                select string_agg(format('| `%s` | %s%s | %s |', a.attname, format_type(a.atttypid, a.atttypmod),
                                         case when a.attnum = any (k.conkey) then ', key' else '' end,
                                         replace(col_description(c.oid, a.attnum), '|', '/')), E'\\n' order by a.attnum) as lines
                from pg_attribute a
                left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                  and a.attname !~ '^sync_' and a.attname not in ('deleted_at', 'erased_at', 'extra')) as columns
            where c.relnamespace = 'clerk'::regnamespace and c.relkind = 'r'
            order by c.relname
            """;

    private static final String COMMON = """
            select string_agg(format('| `%s` | %s | %s |', a.attname, format_type(a.atttypid, a.atttypmod),
                                     col_description(a.attrelid, a.attnum)), E'\\n' order by a.attnum)
            from pg_attribute a
            where a.attrelid = 'clerk.users'::regclass and a.attnum > 0 and not a.attisdropped
              and (a.attname ~ '^sync_' or a.attname in ('deleted_at', 'erased_at', 'extra'))
            """;

    private static final String VIEWS = """
            select string_agg(format('| `%s.%s` | %s |', n.nspname, c.relname, obj_description(c.oid)), E'\\n' order by n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('clerk', 'clerk_tenant') and c.relkind = 'v'
            """;

    @Test
    void theDocumentIsThatOfTheDatabase() throws IOException {
        try (TestDatabase database = TestDatabase.create()) {
            String document = HEAD + String.join("\n", database.rows(TABLES))
                    + "\n\n## Columns of every table\n\nChild tables have `extra` only.\n\n| column | type | |\n|---|---|---|\n"
                    + database.rows(COMMON).getFirst()
                    + "\n\n## Views\n\nColumns have the comments of their tables. Those of `clerk` are for back ends; those of"
                    + " `clerk_tenant` for tenants and users ([tenancy.md](tenancy.md)).\n\n| view | |\n|---|---|\n"
                    + database.rows(VIEWS).getFirst() + "\n";
            if (Boolean.getBoolean("rollcall.update")) {
                Files.writeString(PUBLISHED, document);
            }
            assertThat(PUBLISHED).content(StandardCharsets.UTF_8).isEqualTo(document);
        }
    }
}
