package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything that the report finds is done to a database once; an untouched one has nothing but its superuser. */
class TenancyReportIT {

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    /** As a trusted back end; without the logins, which are the whole server's. */
    private List<String> report() throws SQLException {
        try (Caller backend = Caller.as(database, "rollcall_backend")) {
            return backend.rows("select finding, object, problem, advice from rollcall.tenancy_report()"
                    + " where finding not in ('role_bypasses', 'login_may_drop')");
        }
    }

    private void expectOne(String... parts) throws SQLException {
        assertThat(report()).singleElement().asString().contains(parts);
    }

    @Test
    void aFreshDatabaseHasNothingToReport() throws SQLException {
        assertThat(report()).isEmpty();
    }

    @Test
    void tablesThatNameAnOrganizationAndAreNotProtectedAreFound() throws SQLException {
        database.execute("""
                create table a (organization_id text);
                create table b ("organizationId" text);
                create table c (org_id text);
                create table d ("orgId" text);
                create table e (clerk_org_id text);
                create table f (tenant_id uuid);
                create table g (organisation_id text);
                create table h (id text, organization text);
                create temp table i (organization_id text)
                """);
        assertThat(report()).hasSize(7).allMatch(line -> line.startsWith("table_not_protected|"));
        assertThat(report())
                .anyMatch(line -> line.endsWith("select rollcall.protect_table('public.b', 'organizationId')"));
        database.execute("select rollcall.protect_table('public.a', 'organization_id')");
        assertThat(report()).hasSize(6);
    }

    @Test
    void rowSecurityOfTheApplicationsOwnIsNotTakenForOurs() throws SQLException {
        database.execute("create table a (organization_id text); alter table a enable row level security;"
                + " create policy own on a using (organization_id = 'org_1')");
        expectOne("table_not_protected|public.a|", "row security of its own");
    }

    @Test
    void protectionThatWasUndoneIsFound() throws SQLException {
        database.execute("create table a (organization_id varchar(50)); create index on a (organization_id);"
                + " select rollcall.protect_table('public.a', 'organization_id')");
        assertThat(report()).isEmpty();
        for (List<String> undone : List.of(
                List.of("alter table a disable row level security", "row security was disabled"),
                List.of("alter table a no force row level security", "no longer forced"),
                List.of("alter policy rollcall_tenant_only on a using (true)", "was changed"),
                List.of("alter policy rollcall_tenant_only on a with check (true)", "was changed"),
                List.of("alter policy rollcall_tenant_only on a to rollcall_tenant", "was changed"),
                List.of("drop policy rollcall_tenant_only on a", "is gone"),
                List.of(
                        "drop policy rollcall_tenant_only on a; create policy rollcall_tenant_only on a using"
                                + " (organization_id = (select rollcall.current_organization_id()) or rollcall.reads_every_organization())"
                                + " with check (organization_id = (select rollcall.current_organization_id()) or rollcall.reads_every_organization())",
                        "was changed"))) {
            database.execute(undone.getFirst());
            expectOne(
                    "protection_undone|public.a|",
                    undone.getLast(),
                    "select rollcall.protect_table('public.a', 'organization_id')");
            database.execute("select rollcall.protect_table('public.a', 'organization_id')");
            assertThat(report()).isEmpty();
        }
    }

    @Test
    void aPartitionThatCameLaterIsFound() throws SQLException {
        database.execute("""
                create table a (organization_id text) partition by list (organization_id);
                create table a1 partition of a for values in ('x');
                select rollcall.protect_table('public.a', 'organization_id')
                """);
        assertThat(report()).isEmpty();
        database.execute("create table a2 partition of a default");
        expectOne(
                "table_not_protected|public.a2|this partition",
                "select rollcall.protect_table('public.a', 'organization_id')");
    }

    @Test
    void whatWasChangedInClerkIsFound() throws SQLException {
        for (List<String> change : List.of(
                List.of(
                        "alter table clerk.users disable row level security",
                        "clerk.users|row security was changed: disabled"),
                List.of(
                        "alter table clerk.users no force row level security",
                        "row security was changed: enabled, not forced"),
                List.of(
                        "create policy added on clerk.users to public using (true)",
                        "policy added was added",
                        "drop policy added on clerk.users"),
                List.of("alter policy tenant_only on clerk.users using (true)", "policy tenant_only was changed"),
                List.of("drop policy tenant_only on clerk.users", "policy tenant_only is missing"),
                List.of("alter policy owner_all on clerk.users using (false)", "policy owner_all was changed"),
                List.of("grant select on clerk.users to public", "grants to public was added: select"),
                List.of(
                        "grant select (private_metadata) on clerk.users to rollcall_tenant",
                        "grants to rollcall_tenant was changed"),
                List.of(
                        "grant update on clerk.sessions to rollcall_tenant",
                        "clerk.sessions|grants to rollcall_tenant was added"),
                List.of(
                        "grant create on schema clerk to rollcall_tenant",
                        "schema clerk|grants to rollcall_tenant was added: create"))) {
            TestDatabase own = TestDatabase.create();
            try (own) {
                own.execute(change.getFirst());
                assertThat(own.rows("select finding, object, problem, advice from rollcall.tenancy_report()"
                                + " where finding not in ('role_bypasses', 'login_may_drop')"))
                        .as(change.getFirst())
                        .singleElement()
                        .asString()
                        .startsWith("guard_changed|")
                        .contains(change.subList(1, change.size()));
            }
        }
    }

    @Test
    void foreignKeysNeedGrantsThatAreNoFinding() throws SQLException {
        try (Login migrator = new Login(database, "migrator", "")) {
            database.execute("grant usage on schema clerk to " + migrator.name);
            database.execute("grant references (id) on clerk.users, clerk.organizations to " + migrator.name);
            assertThat(report()).isEmpty();
        }
    }

    @Test
    void viewsThatReadWithTheirOwnersRightsAreFound() throws SQLException {
        database.execute("""
                create table a (organization_id text); create index on a (organization_id);
                select rollcall.protect_table('public.a', 'organization_id');
                create view harmless with (security_invoker = true) as select id from clerk.active_users;
                create view bare as select organization_id from a;
                create view over_harmless as select id from harmless;
                create materialized view kept as select id from clerk.users
                """);
        assertThat(report()).hasSize(3);
        assertThat(report().get(0)).startsWith("view_bypasses|public.bare|reads public.a with the rights of its owner");
        assertThat(report().get(1)).startsWith("view_bypasses|public.kept|a materialized view");
        assertThat(report().get(2))
                .startsWith("view_bypasses|public.over_harmless|reads clerk.users")
                .endsWith("alter view public.over_harmless set (security_invoker = true)");
    }

    @Test
    void grantsThatRowSecurityDoesNotCoverAreFound() throws SQLException {
        database.execute("""
                create table a (organization_id text); create index on a (organization_id);
                select rollcall.protect_table('public.a', 'organization_id');
                grant all on a to rollcall_tenant, rollcall_backend
                """);
        expectOne(
                "grant_bypasses|public.a|rollcall_backend, rollcall_tenant may trigger, truncate",
                "revoke truncate, trigger on public.a");
    }

    @Test
    void loginsThatBypassItAreFound() throws SQLException {
        for (List<String> role : List.of(
                List.of("superuser", "is a superuser"),
                List.of("bypassrls", "has bypassrls"),
                List.of("in role rollcall_owner", "may act as rollcall_owner"),
                List.of("noinherit in role rollcall_owner", "may act as rollcall_owner"),
                List.of(
                        "in role rollcall_tenant, rollcall_backend",
                        "is a member of rollcall_backend and rollcall_tenant"),
                List.of(
                        "noinherit in role rollcall_tenant, rollcall_sync",
                        "is a member of rollcall_sync and rollcall_tenant"))) {
            try (Login login = new Login(database, "bypasser", role.getFirst())) {
                assertThat(lineOf(login))
                        .as(role.getFirst())
                        .singleElement()
                        .asString()
                        .contains(role.getLast());
            }
        }
        try (Login login = new Login(database, "honest", "in role rollcall_tenant")) {
            assertThat(lineOf(login)).isEmpty();
        }
    }

    @Test
    @Tag("postgresql-16")
    void loginsThatCanComeToItAreFound() throws SQLException {
        database.execute(
                "create role test_boss nologin superuser; create role test_seer nologin bypassrls;"
                        + " create role test_middle nologin in role test_seer; create role test_copier nologin replication;"
                        + " create role test_grantor nologin; grant rollcall_backend to test_grantor with admin true, set false, inherit false");
        try {
            for (List<String> role : List.of(
                    List.of("in role test_boss", "", "can become test_boss, a superuser"),
                    List.of("noinherit in role test_seer", "", "can become test_seer with bypassrls"),
                    List.of("in role test_middle", "", "can become test_seer with bypassrls"),
                    List.of(
                            "",
                            "grant test_middle to %s with admin true, set false, inherit false",
                            "can become test_seer"),
                    List.of("in role pg_execute_server_program", "", "may run programs or use files on the server"),
                    List.of("in role pg_read_server_files", "", "pg_read_server_files"),
                    List.of(
                            "",
                            "grant pg_write_server_files to %s with inherit true, set false",
                            "pg_write_server_files"),
                    List.of("replication", "", "has replication"),
                    List.of("in role test_copier", "", "can become test_copier with replication"),
                    List.of("", "grant rollcall_owner to %s with inherit true, set false", "may act as rollcall_owner"),
                    List.of(
                            "",
                            "grant rollcall_owner to %s with admin true, set false, inherit false",
                            "may act as rollcall_owner"),
                    List.of("in role test_grantor", "", "may grant rollcall_backend, itself included"),
                    List.of(
                            "",
                            "grant rollcall_backend to %s with admin true, set false, inherit false",
                            "may grant rollcall_backend, itself included"),
                    List.of(
                            "in role rollcall_tenant",
                            "grant rollcall_backend to %s with admin true, set false, inherit false",
                            "is a member of rollcall_backend and rollcall_tenant"))) {
                try (Login login = new Login(database, "climber", role.getFirst())) {
                    database.execute(
                            role.get(1).isEmpty() ? "select 1" : role.get(1).formatted(login.name));
                    assertThat(lineOf(login))
                            .as("%s", role)
                            .singleElement()
                            .asString()
                            .contains(role.getLast());
                    assertThat(database.rows(
                                    "select login from rollcall.privileged_logins where login = '" + login.name + "'"))
                            .containsExactly(login.name);
                }
            }
            for (String harmless : List.of(
                    "grant test_seer to %s with inherit true, set false",
                    "grant test_boss to %s with inherit true, set false",
                    "grant rollcall_backend to %s",
                    "alter role %s createdb createrole")) {
                try (Login login = new Login(database, "harmless", "")) {
                    database.execute(harmless.formatted(login.name));
                    assertThat(lineOf(login)).as(harmless).isEmpty();
                }
            }
        } finally {
            database.execute(
                    "drop owned by test_grantor; drop role test_boss, test_middle, test_seer, test_copier, test_grantor");
        }
    }

    @Test
    @Tag("postgresql-16")
    void anAdministratorWithManyWaysIsOneFinding() throws SQLException {
        try (Login login = new Login(
                database, "many", "createrole bypassrls replication in role rollcall_owner, rollcall_backend")) {
            database.execute(
                    "grant rollcall_sync, rollcall_tenant, pg_read_server_files to " + login.name + " with admin true");
            assertThat(lineOf(login)).containsExactly("has bypassrls: no row security binds it");
        }
    }

    /** The branch for PostgreSQL 15, where every member may set role and createrole grants every role but superusers. */
    @Test
    @Tag("postgresql-16")
    void beforePostgresql16CreateroleAndEveryMembershipCount() throws SQLException {
        try (Login creator = new Login(database, "creator", "createrole");
                Login heir = new Login(database, "heir", "")) {
            database.execute("grant rollcall_owner to " + heir.name + " with inherit false, set false");
            String reaches =
                    "select exists (select from rollcall.reachable_roles(%d) where login = '%s' and role = '%s')";
            for (String role : List.of("rollcall_owner", "rollcall_backend", "pg_execute_server_program", heir.name)) {
                assertThat(database.rows(reaches.formatted(150018, creator.name, role)))
                        .containsExactly("t");
                assertThat(database.rows(reaches.formatted(160000, creator.name, role)))
                        .containsExactly("f");
            }
            assertThat(database.rows(reaches.formatted(150018, creator.name, "postgres")))
                    .containsExactly("f");
            assertThat(database.rows(reaches.formatted(150018, heir.name, "rollcall_owner")))
                    .containsExactly("t");
            assertThat(database.rows(reaches.formatted(160000, heir.name, "rollcall_owner")))
                    .containsExactly("f");
        }
    }

    @Test
    void tablesThatAProtectedOneInheritsFromAreFound() throws SQLException {
        database.execute("""
                create table documents (id integer, body text);
                create table org_documents (id integer, body text, organization_id text);
                create index on org_documents (organization_id);
                select rollcall.protect_table('public.org_documents', 'organization_id')
                """);
        assertThat(report()).isEmpty();
        database.execute("alter table org_documents inherit documents");
        expectOne("parent_not_protected|public.documents|shows the rows of public.org_documents", "no inherit");
        database.execute("create table things (id integer); alter table documents inherit things");
        assertThat(report()).hasSize(2).allMatch(line -> line.startsWith("parent_not_protected|public."));
        database.execute("alter table documents add organization_id text, no inherit things");
        expectOne(
                "parent_not_protected|public.documents|",
                "select rollcall.protect_table('public.documents', 'organization_id')");
        database.execute("select rollcall.protect_table('public.documents', 'organization_id')");
        assertThat(report()).isEmpty();
        database.execute("alter table documents no force row level security");
        expectOne("protection_undone|public.documents|row security is no longer forced");
    }

    @Test
    void anHeirOfAProtectedTableIsFoundWhateverItsColumnIsCalled() throws SQLException {
        database.execute("""
                create table a (owner_org text); create index on a (owner_org);
                select rollcall.protect_table('public.a', 'owner_org');
                create table b () inherits (a)
                """);
        expectOne("table_not_protected|public.b|", "select rollcall.protect_table('public.b', 'owner_org')");
    }

    private List<String> lineOf(Login login) throws SQLException {
        try (Caller backend = Caller.as(database, "rollcall_backend")) {
            return backend.rows(
                    "select problem from rollcall.tenancy_report() where finding = 'role_bypasses' and object = '"
                            + login.name + "'");
        }
    }

    @Test
    void theWorkersDoctorMayReadItAndATenantMayNot() throws SQLException {
        try (Caller worker = Caller.as(database, "rollcall_sync");
                Caller tenant = Caller.as(database, "rollcall_tenant")) {
            assertThat(
                            worker.rows(
                                    "select * from rollcall.tenancy_report() where finding not in ('role_bypasses', 'login_may_drop')"))
                    .isEmpty();
            assertThat(tenant.refusal("select * from rollcall.tenancy_report()").getSQLState())
                    .isEqualTo("42501");
        }
    }
}
