package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application's own table, its owner, and two tenants who may do everything with it that grants allow. */
class ProtectTableTenancyIT {

    private static final String PROTECT = "select rollcall.protect_table('app.invoices', 'organization_id')";

    private static TestDatabase database;

    private Login owner;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void createTable() throws SQLException {
        owner = new Login(database, "owner", "");
        database.execute("create schema app authorization " + owner.name);
        asOwner("""
                create table app.invoices (id integer primary key, organization_id text not null, amount integer);
                create index on app.invoices (organization_id);
                insert into app.invoices values (1, 'org_alfa', 10), (2, 'org_bravo', 20);
                grant usage on schema app to rollcall_tenant, rollcall_backend;
                grant all on app.invoices to rollcall_tenant, rollcall_backend
                """);
    }

    @AfterEach
    void dropTable() {
        database.execute("drop schema app cascade");
        owner.close();
    }

    private void asOwner(String sql) throws SQLException {
        try (Caller caller = owner.connect()) {
            caller.notices(sql);
            caller.commit();
        }
    }

    private static Caller tenant() throws SQLException {
        return Caller.tenant(database, TwoTenants.OUR_ORGANIZATION);
    }

    private static void expectConfined(Caller caller, String table) {
        expectConfined(caller, table, "organization_id");
    }

    private static void expectConfined(Caller caller, String table, String column) {
        assertThat(caller.rows("select id from " + table)).containsExactly("1");
        assertThat(caller.write("update " + table + " set amount = 0 where id = 2"))
                .isZero();
        assertThat(caller.write("delete from " + table + " where id = 2")).isZero();
        for (String write : List.of(
                "insert into " + table + " values (3, 'org_bravo', 1)",
                "insert into " + table + " values (2, 'org_bravo', 1) on conflict (id) do update set amount = 1",
                "insert into " + table + " values (3, '', 1)",
                "update " + table + " set " + column + " = 'org_bravo' where id = 1")) {
            assertThat(caller.refusal(write).getSQLState()).as(write).isEqualTo("42501");
        }
        assertThat(caller.write("insert into " + table + " values (4, 'org_alfa', 1)"))
                .isEqualTo(1);
        assertThat(caller.write("update " + table + " set amount = 5")).isEqualTo(2);
        assertThat(caller.actingFor("").rows("select id from " + table)).isEmpty();
        assertThat(caller.refusal("insert into " + table + " values (5, 'org_alfa', 1)")
                        .getSQLState())
                .isEqualTo("42501");
    }

    @Test
    void aTenantReachesTheRowsOfItsOrganizationOnly() throws SQLException {
        asOwner(PROTECT);
        try (Caller tenant = tenant()) {
            expectConfined(tenant, "app.invoices");
        }
    }

    @Test
    void aTableWhoseParentShowsItsRowsIsRefused() throws SQLException {
        asOwner("create table app.documents (id integer, body text);"
                + " create table app.org_documents (organization_id text) inherits (app.documents);"
                + " create table app.draft_documents () inherits (app.org_documents)");
        try (Caller caller = owner.connect()) {
            for (String table : List.of("app.org_documents", "app.draft_documents")) {
                SQLException refused =
                        caller.refusal("select rollcall.protect_table('" + table + "', 'organization_id')");
                assertThat(refused.getMessage()).contains("inherits from app.", "no inherit");
                assertThat(refused.getSQLState()).isEqualTo("42809");
            }
        }
        asOwner("alter table app.documents add organization_id text;"
                + " select rollcall.protect_table('app.documents', 'organization_id');"
                + " insert into app.draft_documents (id, organization_id) select 1, 'org_alfa' where false;"
                + " grant select on app.documents, app.org_documents, app.draft_documents to rollcall_tenant");
        database.execute("insert into app.org_documents (id, organization_id) values (1, 'org_alfa'), (2, 'org_bravo');"
                + " insert into app.draft_documents (id, organization_id) values (3, 'org_alfa'), (4, 'org_bravo')");
        try (Caller tenant = tenant()) {
            assertThat(tenant.rows("select id from app.documents order by 1")).containsExactly("1", "3");
            assertThat(tenant.rows("select id from app.draft_documents")).containsExactly("3");
        }
    }

    @Test
    void theTablesOwnerIsConfinedToo() throws SQLException {
        asOwner(PROTECT);
        try (Caller caller = owner.connect()) {
            assertThat(caller.rows("select id from app.invoices")).isEmpty();
            expectConfined(caller.actingFor(TwoTenants.OUR_ORGANIZATION), "app.invoices");
        }
    }

    @Test
    void anApplicationsPermissivePolicyBesideItShowsNothingMore() throws SQLException {
        asOwner("create policy everybody on app.invoices using (true) with check (true);"
                + "alter table app.invoices enable row level security");
        asOwner(PROTECT);
        asOwner("create policy later on app.invoices to public using (true) with check (true)");
        try (Caller tenant = tenant()) {
            expectConfined(tenant, "app.invoices");
        }
    }

    @Test
    void anApplicationsOwnPoliciesAreNotWidened() throws SQLException {
        asOwner("create policy small on app.invoices for select to rollcall_tenant using (amount < 5);"
                + "alter table app.invoices enable row level security");
        asOwner(PROTECT);
        try (Caller tenant = tenant()) {
            assertThat(tenant.rows("select id from app.invoices")).isEmpty();
        }
        assertThat(database.rows("select policyname from pg_policies where schemaname = 'app' order by 1"))
                .containsExactly("rollcall_tenant_only", "small");
    }

    @Test
    void aTableThatWasClosedToEverybodyIsOpenedToFew() throws SQLException {
        asOwner(
                "alter table app.invoices enable row level security; grant select on app.invoices to public; grant usage on schema app to public");
        try (Caller caller = owner.connect()) {
            assertThat(caller.notices(PROTECT)).anyMatch(notice -> notice.contains("had row security and no policy"));
            caller.commit();
        }
        try (Caller tenant = tenant();
                Login stranger = new Login(database, "anon", "");
                Caller anonymous = stranger.connect()) {
            expectConfined(tenant, "app.invoices");
            assertThat(anonymous.actingFor(TwoTenants.OUR_ORGANIZATION).rows("select id from app.invoices"))
                    .isEmpty();
        }
    }

    @Test
    void trustedBackEndsReachEveryRowUnlessTheyAreTenantsToo() throws SQLException {
        asOwner(PROTECT);
        try (Caller backend = Caller.as(database, "rollcall_backend");
                Login both = new Login(database, "both", "in role rollcall_tenant, rollcall_backend");
                Caller confined = both.connect()) {
            assertThat(backend.rows("select id from app.invoices order by 1")).containsExactly("1", "2");
            assertThat(backend.write("insert into app.invoices values (3, 'org_charlie', 1)"))
                    .isEqualTo(1);
            assertThat(confined.rows("select id from app.invoices")).isEmpty();
            backend.rows("select 1");
        }
    }

    @Test
    void aPlanOfTheBackEndIsNotReusedForATenant() throws SQLException {
        asOwner(PROTECT);
        try (Caller administrator = new Caller(database.administrator())) {
            administrator.write("set plan_cache_mode = force_generic_plan");
            administrator.write("set local role rollcall_backend");
            administrator.write("prepare all_invoices as select id from app.invoices order by 1");
            assertThat(administrator.rows("execute all_invoices")).containsExactly("1", "2");
            administrator.write("set local role rollcall_tenant");
            assertThat(administrator.rows("execute all_invoices")).isEmpty();
            assertThat(administrator.actingFor("org_bravo").rows("execute all_invoices"))
                    .containsExactly("2");
            administrator.write("set local role rollcall_backend");
            assertThat(administrator.rows("execute all_invoices")).containsExactly("1", "2");
        }
    }

    @Test
    void theRestrictionCostsNoIndex() throws SQLException {
        asOwner(
                "insert into app.invoices select g, 'org_' || g % 100, 1 from generate_series(10, 10000) g; analyze app.invoices");
        asOwner(PROTECT);
        try (Caller tenant = tenant()) {
            assertThat(String.join("\n", tenant.rows("explain select amount from app.invoices")))
                    .contains("invoices_organization_id_idx")
                    .doesNotContain("Seq Scan");
        }
    }

    @Test
    void itMayBeRepeatedAndMendsWhatWasUndone() throws SQLException {
        asOwner(PROTECT);
        List<String> policies = database.rows("select * from pg_policies where schemaname = 'app' order by policyname");
        asOwner("alter policy rollcall_tenant_only on app.invoices using (true) with check (true);"
                + "alter policy rollcall_tenant_access on app.invoices using (true) with check (true);"
                + "alter table app.invoices no force row level security, disable row level security");
        asOwner(PROTECT);
        asOwner(PROTECT);
        assertThat(database.rows("select * from pg_policies where schemaname = 'app' order by policyname"))
                .isEqualTo(policies);
        try (Caller tenant = tenant()) {
            expectConfined(tenant, "app.invoices");
        }
    }

    @Test
    void partitionsAreConfinedWhenTheyAreNamedDirectly() throws SQLException {
        asOwner("""
                create table app.events (id integer, organization_id text, amount integer, primary key (id)) partition by range (id);
                create table app.events_1 partition of app.events for values from (0) to (100);
                insert into app.events values (1, 'org_alfa', 1), (2, 'org_bravo', 2);
                grant all on app.events, app.events_1 to rollcall_tenant;
                select rollcall.protect_table('app.events', 'organization_id')
                """);
        for (String table : List.of("app.events", "app.events_1")) {
            try (Caller tenant = tenant()) {
                expectConfined(tenant, table);
            }
        }
    }

    @Test
    void foreignKeysStillSeeEveryRow() throws SQLException {
        asOwner(PROTECT);
        asOwner("create table app.lines (id integer, invoice integer references app.invoices (id) on delete cascade);"
                + "insert into app.lines values (1, 2)");
        database.execute("delete from app.invoices where id = 2");
        assertThat(database.rows("select * from app.lines")).isEmpty();
    }

    @Test
    void capitalsAsPrismaWritesThemAndLimitedTextWork() throws SQLException {
        asOwner("""
                create table app."Invoice" (id integer, "organizationId" varchar(40), amount integer);
                insert into app."Invoice" values (1, 'org_alfa', 1), (2, 'org_bravo', 2);
                alter table app."Invoice" add primary key (id);
                grant all on app."Invoice" to rollcall_tenant
                """);
        try (Caller caller = owner.connect()) {
            assertThat(caller.notices("select rollcall.protect_table('app.\"Invoice\"', 'organizationId')"))
                    .singleElement()
                    .asString()
                    .contains("no index that begins with \"organizationId\"");
            caller.commit();
        }
        try (Caller tenant = tenant()) {
            expectConfined(tenant, "app.\"Invoice\"", "\"organizationId\"");
        }
    }

    @Test
    void itSaysWhyItRefuses() throws SQLException {
        asOwner("""
                create view app.seen as select * from app.invoices;
                create table app.by_number (organization_id bigint);
                create collation app.blind (provider = icu, locale = 'und', deterministic = false);
                create table app.by_blind (organization_id text collate app.blind);
                create table app.events (organization_id text) partition by list (organization_id);
                create table app.events_1 partition of app.events for values in ('a')
                """);
        try (Caller caller = owner.connect()) {
            for (List<String> refused : List.of(
                    List.of("'app.nothing', 'organization_id'", "there is no table app.nothing"),
                    List.of("null, 'organization_id'", "there is no table null"),
                    List.of("'app.invoices', 'nothing'", "app.invoices has no column nothing"),
                    List.of("'app.invoices', null", "app.invoices has no column null"),
                    List.of("'app.invoices', 'ctid'", "app.invoices has no column ctid"),
                    List.of("'app.seen', 'organization_id'", "app.seen is not a table"),
                    List.of("'app.by_number', 'organization_id'", "is bigint"),
                    List.of("'app.by_blind', 'organization_id'", "takes different ids for equal"),
                    List.of("'app.events_1', 'organization_id'", "app.events_1 is a partition"),
                    List.of("'rollcall.dead_letters', 'topic'", "belongs to Rollcall"),
                    List.of("'pg_catalog.pg_class', 'relname'", "belongs to Rollcall or to PostgreSQL"))) {
                assertThat(caller.refusal("select rollcall.protect_table(" + refused.getFirst() + ")")
                                .getMessage())
                        .contains(refused.getLast());
            }
        }
        try (Caller administrator = new Caller(database.administrator())) {
            assertThat(administrator
                            .refusal(
                                    "select rollcall.protect_table('clerk.organization_memberships', 'organization_id')")
                            .getMessage())
                    .contains("belongs to Rollcall");
        }
        try (Caller tenant = tenant()) {
            assertThat(tenant.refusal(PROTECT).getMessage()).contains("only its owner can protect app.invoices");
        }
    }
}
