package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has which permission, and what the answer must never tell. The role org:alfa may org:alfa:read. */
class PermissionTenancyIT {

    private static final String OURS = "select rollcall.has_permission('user_alfa', 'org_alfa', 'org:alfa:read')";
    private static final String THEIRS = "select rollcall.has_permission('user_bravo', 'org_bravo', 'org:bravo:read')";

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void fillDatabase() {
        database.clear();
        TwoTenants.fill(database);
    }

    /** As the tenant, and as the trusted back end, who always agree. */
    private static void expect(boolean allowed) throws SQLException {
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION);
                Caller backend = Caller.as(database, "rollcall_backend")) {
            assertThat(tenant.value(OURS)).as("tenant").isEqualTo(allowed ? "t" : "f");
            assertThat(backend.value(OURS)).as("backend").isEqualTo(allowed ? "t" : "f");
            String all = "select rollcall.effective_permissions('user_alfa', 'org_alfa')";
            assertThat(tenant.value(all)).isEqualTo(allowed ? "{org:alfa:read}" : "{}");
            assertThat(backend.value(all)).isEqualTo(allowed ? "{org:alfa:read}" : "{}");
        }
    }

    @Test
    void aMemberHasThePermissionsOfItsRoleAndNoOthers() throws SQLException {
        expect(true);
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            assertThat(tenant.value("select rollcall.has_permission('user_alfa', 'org_alfa', 'org:bravo:read')"))
                    .isEqualTo("f");
        }
    }

    @Test
    void askedAboutAnotherTenantItSaysNoWhateverTheTruth() throws SQLException {
        try (Caller backend = Caller.as(database, "rollcall_backend")) {
            assertThat(backend.value(THEIRS)).isEqualTo("t");
        }
        for (String organization : List.of("org_alfa", "", "org_of_nobody")) {
            try (Caller tenant = Caller.tenant(database, organization)) {
                assertThat(tenant.value(THEIRS)).isEqualTo("f");
                assertThat(tenant.value("select rollcall.effective_permissions('user_bravo', 'org_bravo')"))
                        .isEqualTo("{}");
                assertThat(tenant.value("select rollcall.effective_permissions('user_bravo', 'org_alfa')"))
                        .isEqualTo("{}");
            }
        }
    }

    @Test
    void nobodyWithoutAGrantMayAsk() throws SQLException {
        try (Login stranger = new Login(database, "stranger", "");
                Caller caller = stranger.connect()) {
            assertThat(caller.refusal(OURS).getSQLState()).isEqualTo("42501");
        }
    }

    @Test
    void bannedLockedAndDeprovisionedUsersHaveNone() throws SQLException {
        for (String flag : List.of("banned", "locked", "deprovisioned")) {
            database.execute("update clerk.users set " + flag + " = true");
            expect(false);
            database.execute("update clerk.users set " + flag + " = false");
        }
        database.execute("update clerk.users set locked = null, deprovisioned = null");
        expect(true);
    }

    @Test
    void deletedUsersMembershipsOrganizationsAndRolesHaveNone() throws SQLException {
        for (String table : List.of("users", "organization_memberships", "organizations", "roles", "permissions")) {
            database.execute("update clerk." + table + " set deleted_at = now()");
            expect(false);
            database.execute("update clerk." + table + " set deleted_at = null");
            expect(true);
        }
    }

    @Test
    void ofWhomNothingIsKnownYetHasNone() throws SQLException {
        database.execute("delete from clerk.users");
        expect(false);
        database.execute("select rollcall.ensure_user('user_alfa')");
        expect(false);
    }

    @Test
    void anUnknownRoleHasNoneAndTheSnapshotInTheMembershipDoesNotCount() throws SQLException {
        database.execute(
                "update clerk.organization_memberships set role = 'org:nothing', permissions = '[\"org:alfa:read\"]'");
        expect(false);
    }

    @Test
    void ofTwoLiveRolesOrMembershipsTheNewerCounts() throws SQLException {
        database.execute("""
                insert into clerk.roles (id, key, created_at, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)
                values ('roles_new', 'org:alfa', now() + interval '1 minute', 1, 1, 'm', 1, 1, 1, now())
                """);
        expect(false);
        database.execute("update clerk.roles set deleted_at = now() where id = 'roles_new'");
        expect(true);
        database.execute("""
                insert into clerk.organization_memberships (id, organization_id, user_id, role, created_at, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)
                values ('orgmem_new', 'org_alfa', 'user_alfa', 'org:guest', now() + interval '1 minute', 1, 1, 'm', 1, 1, 1, now())
                """);
        expect(false);
    }

    @Test
    void theAnswerIsNeverNull() throws SQLException {
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            assertThat(tenant.rows("""
                            select rollcall.has_permission(null, 'org_alfa', 'x'), rollcall.has_permission('user_alfa', null, 'x'),
                                   rollcall.has_permission('user_alfa', 'org_alfa', null)
                            """)).containsExactly("f|f|f");
        }
        database.execute("update clerk.role_permissions set key = null");
        expect(false);
    }

    @Test
    void itWorksInsideAPolicyOfTheApplication() throws SQLException {
        database.execute("""
                create table invoices (id integer, organization_id text);
                create index on invoices (organization_id);
                insert into invoices values (1, 'org_alfa'), (2, 'org_bravo');
                grant select on invoices to rollcall_tenant;
                select rollcall.protect_table('public.invoices', 'organization_id');
                create policy may_read on invoices as restrictive for select to rollcall_tenant
                    using ((select rollcall.has_permission(current_setting('app.user_id', true), rollcall.current_organization_id(), 'org:alfa:read')))
                """);
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            assertThat(tenant.rows("select id from invoices")).isEmpty();
            tenant.rows("select set_config('app.user_id', 'user_alfa', true)");
            assertThat(tenant.rows("select id from invoices")).containsExactly("1");
            tenant.rows("select set_config('app.user_id', 'user_bravo', true)");
            assertThat(tenant.rows("select id from invoices")).isEmpty();
        } finally {
            database.execute("drop table invoices");
        }
    }

    @Test
    void namesOfTheCallersOwnDoNotCaptureWhatTheFunctionsAsk() throws SQLException {
        try (Login poisoner = new Login(database, "poisoner", "in role rollcall_tenant")) {
            database.execute("create schema poison authorization " + poisoner.name);
            try (Caller caller = poisoner.connect().actingFor(TwoTenants.OUR_ORGANIZATION)) {
                caller.write("""
                        create function poison.current_setting(text, boolean) returns text language sql as $$ select 'org_bravo' $$;
                        create function poison.pg_has_role(name, text) returns boolean language sql as $$ select true $$;
                        create function poison.pg_has_role(text, text) returns boolean language sql as $$ select true $$;
                        create function poison.coalesce_true(text, text) returns boolean language sql as $$ select true $$;
                        create operator poison.= (leftarg = text, rightarg = text, function = poison.coalesce_true);
                        create temp table users (id text, banned boolean, locked boolean, deprovisioned boolean, deleted_at timestamptz);
                        create temp table organization_memberships as select 'org_bravo' as organization_id, 'user_bravo' as user_id;
                        create temp table pg_policy (polname text);
                        set search_path = poison, pg_temp, pg_catalog, clerk, rollcall
                        """);
                assertThat(caller.rows("select id from clerk.users")).containsExactly("user_alfa");
                assertThat(caller.value("select rollcall.acting_organization_id()"))
                        .isEqualTo("org_alfa");
                assertThat(caller.value("select rollcall.reads_every_organization()"))
                        .isEqualTo("f");
                assertThat(caller.value(THEIRS)).isEqualTo("f");
                assertThat(caller.value("select rollcall.has_permission('user_alfa', 'org_alfa', 'org:nothing')"))
                        .isEqualTo("f");
                caller.write("create table poison.notes (id integer, organization_id text)");
                caller.rows("select rollcall.protect_table('poison.notes', 'organization_id')");
                assertThat(caller.refusal("insert into poison.notes values (1, 'org_bravo')")
                                .getSQLState())
                        .isEqualTo("42501");
                assertThat(caller.write("insert into poison.notes values (1, 'org_alfa')"))
                        .isEqualTo(1);
            }
            database.execute("drop schema poison cascade");
        }
    }
}
