package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a new table, column or function forgets. Each query lists the offenders. */
class TenancyCatalogIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void everyTableForcesRowSecurity() {
        assertThat(database.rows("""
                        select relname from pg_class
                        where relnamespace = 'clerk'::regnamespace and relkind in ('r', 'p')
                          and not (relrowsecurity and relforcerowsecurity)
                        """)).isEmpty();
    }

    @Test
    void everyTableHasALineForEachRole() {
        assertThat(database.rows("""
                        select c.relname, expected.line
                        from pg_class c,
                             (values ('owner_all permissive * rollcall_owner'), ('sync_all permissive * rollcall_sync'),
                                     ('backend_read permissive r rollcall_backend'), ('tenant_only restrictive * rollcall_tenant')) expected (line)
                        where c.relnamespace = 'clerk'::regnamespace and c.relkind in ('r', 'p')
                          and not exists (select from pg_policy p
                                          where p.polrelid = c.oid
                                            and format('%s %s %s %s', p.polname, case when p.polpermissive then 'permissive' else 'restrictive' end,
                                                       p.polcmd, (select string_agg(pg_get_userbyid(r), ',') from unnest(p.polroles) r)) = expected.line)
                        """)).isEmpty();
    }

    @Test
    void aLaterMigrationSecuresItsTableInOneCall() throws SQLException {
        try (Caller migration = new Caller(database.administrator())) {
            migration.write("set local role rollcall_owner");
            migration.write("create table clerk.badges (id text, organization_id text)");
            migration.rows(
                    "select rollcall.secure_table('badges', 'organization_id = (select rollcall.acting_organization_id())')");
            migration.rows("select rollcall.record_guards()");
            assertThat(migration.rows(
                            "select guard, definition from rollcall.guards() where object = 'clerk.badges' order by 1"))
                    .contains("row security|enabled, forced")
                    .hasSize(6);
            assertThat(migration.rows("select problem from rollcall.tenancy_report() where finding = 'guard_changed'"))
                    .isEmpty();
        }
    }

    @Test
    void everyLineThatShowsATenantSomethingNamesItsOrganization() {
        assertThat(database.rows("""
                        select tablename, qual from pg_policies
                        where schemaname = 'clerk' and policyname = 'tenant_only'
                          and not (qual = 'false' or qual ~ 'rollcall\\.acting_organization_ids?\\(\\)')
                        """)).isEmpty();
        assertThat(database.rows("""
                        select tablename from pg_policies
                        where schemaname = 'clerk' and policyname = 'tenant_only' and with_check <> 'false'
                        """)).isEmpty();
        assertThat(database.rows("""
                        select tablename from pg_policies
                        where schemaname = 'clerk' and policyname = 'tenant_only' and qual = 'false' order by 1
                        """))
                .containsExactly(
                        "other_objects",
                        "sessions",
                        "user_external_accounts",
                        "user_phone_numbers",
                        "waitlist_entries");
    }

    @Test
    void everyTableOfATenantIsFoundByAnIndexOnItsOrganization() {
        assertThat(database.rows("""
                        select a.attrelid::regclass
                        from pg_attribute a join pg_class c on c.oid = a.attrelid
                        where c.relnamespace = 'clerk'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'organization_id'
                          and not exists (select from pg_index i where i.indrelid = a.attrelid and i.indkey[0] = a.attnum)
                        """)).isEmpty();
    }

    @Test
    void whatTheMigrationsMadeIsWhatTheReportExpects() {
        assertThat(database.rows("select finding, object, problem from rollcall.tenancy_report()"
                        + " where finding not in ('role_bypasses', 'login_may_drop')"))
                .isEmpty();
        assertThat(database.rows(
                        "select count(distinct object) from rollcall.expected_guards where guard = 'row security'"))
                .isEqualTo(database.rows("select count(*) from pg_tables where schemaname = 'clerk'"));
    }

    @Test
    void everyTableViewAndColumnHasAComment() {
        assertThat(database.rows("""
                        select c.oid::regclass, a.attname
                        from pg_class c
                        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                        where c.relnamespace in ('clerk'::regnamespace, 'clerk_tenant'::regnamespace, 'rollcall'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
                          and c.relname <> 'flyway_schema_history' and not c.relispartition
                          and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)
                        """)).isEmpty();
    }

    @Test
    void everyActiveViewHasTheColumnsOfItsTable() {
        assertThat(database.rows("""
                        select view, a.attname
                        from (select format('clerk.active_%s', case c.relname when 'organization_memberships' then 'memberships' else c.relname end)::regclass,
                                     c.oid::regclass
                              from pg_class c where c.relnamespace = 'clerk'::regnamespace and c.relkind = 'r') pair (view, original)
                        join pg_attribute a on a.attrelid = pair.original and a.attnum > 0 and not a.attisdropped
                        where (a.attname ~ '^sync_(?!incomplete$)' or a.attname in ('deleted_at', 'erased_at'))
                              = exists (select from pg_attribute v where v.attrelid = pair.view and v.attname = a.attname)
                        """)).isEmpty();
        assertThat(database.rows("""
                        select relname from pg_class
                        where relnamespace in ('clerk'::regnamespace, 'clerk_tenant'::regnamespace) and relkind in ('v', 'm')
                          and not coalesce(reloptions @> array['security_invoker=true'], false)
                        """)).isEmpty();
    }

    @Test
    void everyFunctionFixesItsSearchPathAndHasAComment() {
        assertThat(database.rows("""
                        select oid::regprocedure from pg_proc
                        where pronamespace = 'rollcall'::regnamespace
                          and not (coalesce(proconfig @> array['search_path=pg_catalog, pg_temp'], false)
                                   and obj_description(oid, 'pg_proc') is not null)
                        """)).isEmpty();
    }

    @Test
    void fewFunctionsRunAsTheOwnerAndFewAreForEverybody() {
        assertThat(database.rows("""
                        select distinct regexp_replace(proname, '^record_history_of_.*', 'record_history_of_...') from pg_proc
                        where pronamespace = 'rollcall'::regnamespace and prosecdef order by 1
                        """))
                .containsExactly(
                        "acting_organization_id",
                        "acting_organization_ids",
                        "acting_user_id",
                        "blank_mentions",
                        "current_organization_id",
                        "current_user_id",
                        "ended_permission_ids",
                        "ensure_organization",
                        "ensure_user",
                        "erase_history",
                        "freshness",
                        "history_months",
                        "my_invitations",
                        "my_memberships",
                        "my_organizations",
                        "my_user",
                        "named",
                        "record_history",
                        "record_history_of_...",
                        "role_meant",
                        "tenant_roles",
                        "tend_history",
                        "trusts_claims",
                        "waits_for_a_letter",
                        "write_down_protection");
        assertThat(executableBy("public"))
                .containsExactly(
                        "caller",
                        "current_organization_id",
                        "current_user_id",
                        "has_tenant_policy",
                        "is_confined",
                        "is_protected",
                        "leads_to",
                        "parents_of",
                        "policy_text",
                        "protect_all",
                        "protect_child",
                        "protect_table",
                        "reads_every_organization",
                        "refuse_where_claims_count",
                        "set_tenant",
                        "tenant_roles",
                        "trusts_claims",
                        "unprotect",
                        "write_down_protection");
        assertThat(executableBy("rollcall_tenant"))
                .containsExactly(
                        "acting_organization_id",
                        "acting_organization_ids",
                        "acting_user_id",
                        "caller",
                        "current_organization_id",
                        "current_user_id",
                        "effective_permissions",
                        "ended_permission_ids",
                        "freshness",
                        "has_permission",
                        "has_permission",
                        "has_tenant_policy",
                        "is_confined",
                        "is_protected",
                        "leads_to",
                        "my_invitations",
                        "my_memberships",
                        "my_organizations",
                        "my_user",
                        "parents_of",
                        "policy_text",
                        "protect_all",
                        "protect_child",
                        "protect_table",
                        "reads_every_organization",
                        "refuse_where_claims_count",
                        "role_meant",
                        "set_tenant",
                        "set_user",
                        "tenant_roles",
                        "trusts_claims",
                        "unprotect",
                        "waits_for_a_letter",
                        "write_down_protection");
    }

    private static List<String> executableBy(String role) {
        return database.rows("""
                select proname from pg_proc
                where pronamespace = 'rollcall'::regnamespace and has_function_privilege('%s', oid, 'execute')
                order by 1
                """.formatted(role));
    }

    @Test
    void theOwnersDataMigrationChangesEveryRowThoughRowSecurityIsForced() throws SQLException {
        TwoTenants.fill(database);
        try (Caller administrator = new Caller(database.administrator())) {
            administrator.write("set local role rollcall_owner");
            for (String table : TwoTenants.tables(database)) {
                String column = table.equals("other_objects") ? "resource" : "id";
                assertThat(administrator.write(
                                "update clerk." + table + " set " + column + " = " + column + " || '_2'"))
                        .as(table)
                        .isEqualTo(2);
            }
        }
    }
}
