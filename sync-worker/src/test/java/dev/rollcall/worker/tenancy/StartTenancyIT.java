package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.local.server.PostgresServer;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.TestDatabase;
import dev.rollcall.worker.prepare.database.ConnectionPool;
import dev.rollcall.worker.prepare.schema.Migration;
import dev.rollcall.worker.prepare.schema.MigrationOptions;
import dev.rollcall.worker.prepare.schema.SchemaCheck;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker does not start, and a migration does not end well, where tenants are not kept apart. */
class StartTenancyIT {

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private void expectRefusal(DatabaseUrl login, String... parts) {
        try (HikariDataSource pool = ConnectionPool.open(login, 1)) {
            assertThatThrownBy(() -> SchemaCheck.require(pool))
                    .isInstanceOf(IllegalStateException.class)
                    .message()
                    .contains(parts)
                    .doesNotContain("\n");
        }
    }

    @Test
    void theWorkersOwnRoleMayStart() {
        assertThatCode(() -> SchemaCheck.require(database.pool)).doesNotThrowAnyException();
    }

    @Test
    void aLoginThatBypassesRowSecurityOrIsSomebodyElsesIsRefused() {
        for (List<String> role : List.of(
                List.of("superuser", "a superuser, an owner or a role that bypasses row security"),
                List.of("bypassrls in role rollcall_sync", "a role that bypasses row security"),
                List.of("in role rollcall_sync, rollcall_owner", "an owner"),
                List.of("in role rollcall_sync, rollcall_tenant", "a member of rollcall_tenant"),
                List.of("noinherit in role rollcall_sync, rollcall_backend", "a member of rollcall_backend"))) {
            try (Login login = new Login(database, "worker", role.getFirst())) {
                DatabaseUrl url = database.urlOf(login.name);
                expectRefusal(url, login.name, role.getLast());
            }
        }
    }

    @Test
    @Tag("postgresql-16")
    void aLoginThatCanBecomeSomebodyElseIsRefused() {
        database.execute("create role test_hidden_boss nologin superuser");
        try {
            for (List<String> grant : List.of(
                    List.of("grant test_hidden_boss to %s", "can become test_hidden_boss, a superuser"),
                    List.of("grant pg_read_server_files to %s", "pg_read_server_files"),
                    List.of(
                            "grant rollcall_backend to %s with admin true, set false, inherit false",
                            "a member of rollcall_backend"),
                    List.of("alter role %s replication", "has replication"))) {
                try (Login login = new Login(database, "worker", "in role rollcall_sync")) {
                    database.execute(grant.getFirst().formatted(login.name));
                    DatabaseUrl url = database.urlOf(login.name);
                    expectRefusal(url, login.name, grant.getLast());
                }
            }
        } finally {
            database.execute("drop role test_hidden_boss");
        }
    }

    @Test
    void everyTableWhoseRowSecurityIsNotForcedIsNamed() {
        database.execute("alter table clerk.users no force row level security;"
                + " alter table clerk.sessions disable row level security");
        expectRefusal(database.urlOf("rollcall_sync"), "clerk.sessions, clerk.users");
    }

    @Test
    void aTableWithoutTheTenantsRestrictionIsNamed() {
        database.execute("drop policy tenant_only on clerk.roles");
        expectRefusal(database.urlOf("rollcall_sync"), "no restrictive policy binds rollcall_tenant on clerk.roles");
        database.execute("create policy tenant_only on clerk.roles to rollcall_tenant using (false)");
        expectRefusal(database.urlOf("rollcall_sync"), "clerk.roles");
    }

    @Test
    void aViewThatReadsWithItsOwnersRightsIsNamed() {
        database.execute("alter view clerk_tenant.users reset (security_invoker)");
        expectRefusal(database.urlOf("rollcall_sync"), "clerk_tenant.users", "security_invoker = true");
    }

    @Test
    void aRoleWhoseClaimsAreTrustedAndThatNoRestrictionBindsIsNamed() {
        String role = database.name + "_trusted";
        database.execute("create role " + role + " nologin");
        try {
            database.execute("set role rollcall_owner; select rollcall.trust_claims('%s', 'https://clerk.example.test')"
                    .formatted(role));
            assertThatCode(() -> SchemaCheck.require(database.pool)).doesNotThrowAnyException();
            database.execute("alter policy tenant_only on clerk.users to rollcall_tenant");
            expectRefusal(database.urlOf("rollcall_sync"), role + " on clerk.users", "trust_claims");
        } finally {
            database.execute("set role rollcall_owner; select rollcall.distrust_claims('" + role + "')");
            database.execute("drop owned by %1$s; drop role %1$s".formatted(role));
        }
    }

    private int migrate() throws SQLException {
        return new Migration(
                        DatabaseUrl.parse("TEST", database.server.jdbcUrl(database.name)),
                        Map.of(),
                        MigrationOptions.TAKE_ROLES)
                .run();
    }

    @Test
    void theCanaryOfAMigrationLeavesNoTrace() throws SQLException {
        assertThat(migrate()).isZero();
        assertThat(database.rows("select id from clerk.organizations")).isEmpty();
    }

    @Test
    void aMigrationFailsWhenATenantReadsWhatIsAnothers() {
        database.execute("alter policy tenant_only on clerk.users using (true)");
        assertThatThrownBy(this::migrate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("row security does not keep tenants apart")
                .hasMessageContaining("user_rollcall_canary_other");
    }

    @Test
    void aMigrationFailsWhenATenantNeedsNoOrganization() {
        database.execute("alter policy tenant_only on clerk.organizations using (id like 'org_rollcall_canary_own')");
        assertThatThrownBy(this::migrate).hasMessageContaining("without an organization");
    }

    @Test
    void aMigrationFailsWhenATenantWritesWhatIsAnothers() {
        database.execute("grant insert on clerk.organization_memberships to rollcall_tenant;"
                + " alter policy tenant_only on clerk.organization_memberships with check (true);"
                + " create policy added on clerk.organization_memberships to public using (true)");
        assertThatThrownBy(this::migrate).hasMessageContaining("was not refused: insert");
    }

    @Test
    @Tag("postgresql-16")
    void anAdministratorWhoIsNoSuperuserMigratesAndTriesTheCanary(@TempDir Path directory) throws SQLException {
        try (PostgresServer server = PostgresServer.start(directory.resolve("data"), 0)) {
            try (var superuser = DriverManager.getConnection(server.jdbcUrl("postgres"));
                    var statement = superuser.createStatement()) {
                statement.execute("create role administrator login createrole password 'test-password'");
                statement.execute("create database managed owner administrator");
            }
            DatabaseUrl url = DatabaseUrl.parse(
                    "postgresql://administrator:test-password@127.0.0.1:" + server.port() + "/managed");
            assertThat(new Migration(url, Map.of(), MigrationOptions.TAKE_ROLES).run())
                    .isPositive();
            assertThat(new Migration(url, Map.of(), MigrationOptions.TAKE_ROLES).run())
                    .isZero();
            try (var administrator = DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
                    var statement = administrator.createStatement();
                    var row = statement.executeQuery(
                            "select exists (select from pg_auth_members where roleid = 'rollcall_tenant'::regrole and grantor = 'administrator'::regrole)")) {
                row.next();
                assertThat(row.getBoolean(1))
                        .as("what the canary borrowed is given back")
                        .isFalse();
                statement.execute("set role rollcall_owner");
                statement.execute("alter policy tenant_only on clerk.users using (true)");
            }
            assertThatThrownBy(() -> new Migration(url, Map.of(), MigrationOptions.TAKE_ROLES).run())
                    .hasMessageContaining("row security does not keep tenants apart");
        }
    }
}
