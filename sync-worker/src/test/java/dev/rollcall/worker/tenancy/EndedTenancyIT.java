package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ended, or is not there yet, is invisible to a tenant. */
class EndedTenancyIT {

    private static final String MEMBERS = "select u.id from clerk.users u order by 1";

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

    private static List<String> seen(String query) throws SQLException {
        try (Caller tenant = Caller.tenant(database, TwoTenants.OUR_ORGANIZATION)) {
            return tenant.rows(query);
        }
    }

    @Test
    void aDeletedOrganizationShowsNeitherMembersNorBillingThoughTheirRowsLive() throws SQLException {
        database.execute("update clerk.organizations set deleted_at = now() where id = 'org_alfa'");
        for (String table : List.of(
                "organizations",
                "users",
                "user_email_addresses",
                "organization_memberships",
                "organization_invitations",
                "organization_domains",
                "subscriptions",
                "subscription_items",
                "payment_attempts",
                "roles",
                "permissions",
                "role_permissions")) {
            assertThat(seen("select id from clerk." + table)).as(table).isEmpty();
        }
    }

    @Test
    void anOrganizationWhoseOwnEventHasNotComeYetWorks() throws SQLException {
        database.execute("delete from clerk.organizations where id = 'org_alfa'");
        assertThat(seen(MEMBERS)).containsExactly("user_alfa");
    }

    @Test
    void aPlaceholderIsNotAnObjectYet() throws SQLException {
        database.execute("update clerk.organizations set sync_revision = 0; update clerk.users set sync_revision = 0");
        assertThat(seen("select id from clerk.organizations")).isEmpty();
        assertThat(seen(MEMBERS)).isEmpty();
        assertThat(seen("select id from clerk.organization_memberships")).hasSize(1);
    }

    @Test
    void anEndedRowIsInvisibleInEveryTableThatHasEnds() throws SQLException {
        for (String table : database.rows("""
                select c.relname from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attname = 'deleted_at'
                join pg_attribute id on id.attrelid = c.oid and id.attname = 'id'
                where c.relnamespace = 'clerk'::regnamespace and c.relkind in ('r', 'p')
                  and has_column_privilege('rollcall_tenant', c.oid, id.attnum, 'select')
                """)) {
            database.execute("update clerk." + table + " set deleted_at = now() where id like '%alfa'");
            assertThat(seen("select id from clerk." + table + " where id like '%alfa'"))
                    .as(table)
                    .isEmpty();
            database.execute("update clerk." + table + " set deleted_at = null");
        }
    }

    @Test
    void whoLeftIsInvisibleWithTheMembershipsEnd() throws SQLException {
        database.execute("update clerk.organization_memberships set deleted_at = now() where user_id = 'user_alfa'");
        assertThat(seen(MEMBERS)).isEmpty();
        assertThat(seen("select email_address from clerk.user_email_addresses")).isEmpty();
    }

    @Test
    void aMemberOfSeveralOrganizationsIsVisibleInEach() throws SQLException {
        database.execute("update clerk.organization_memberships set user_id = 'user_bravo'");
        assertThat(seen(MEMBERS)).containsExactly("user_bravo");
        assertThat(seen("select organization_id from clerk.organization_memberships"))
                .containsExactly("org_alfa");
    }

    @Test
    void aDeletedPermissionIsGoneFromTheRolesThatHadIt() throws SQLException {
        assertThat(seen("select id from clerk.role_permissions order by 1"))
                .containsExactly("permissions_alfa", "permissions_bravo");
        database.execute("update clerk.permissions set deleted_at = now() where id = 'permissions_alfa'");
        assertThat(seen("select id from clerk.role_permissions")).containsExactly("permissions_bravo");
        database.execute("update clerk.roles set deleted_at = now() where id = 'roles_bravo'");
        assertThat(seen("select id from clerk.role_permissions")).isEmpty();
    }

    @Test
    void theViewsForBackEndsShowWhatLives() throws SQLException {
        database.execute("update clerk.users set deleted_at = now() where id = 'user_alfa'");
        database.execute("update clerk.organizations set sync_revision = 0 where id = 'org_alfa'");
        database.execute("update clerk.organization_memberships set deleted_at = now() where user_id = 'user_bravo'");
        try (Caller backend = Caller.as(database, "rollcall_backend")) {
            assertThat(backend.rows("select id from clerk.active_users")).containsExactly("user_bravo");
            assertThat(backend.rows("select id from clerk.active_organizations"))
                    .containsExactly("org_bravo");
            assertThat(backend.rows("select id from clerk.active_memberships"))
                    .containsExactly("organization_memberships_alfa");
            assertThat(backend.rows("select id from clerk.users")).hasSize(2);
        }
    }
}
