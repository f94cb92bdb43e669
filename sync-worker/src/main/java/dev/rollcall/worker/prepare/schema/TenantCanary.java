package dev.rollcall.worker.prepare.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves with rows of two organizations that {@code rollcall_tenant} reads its own, and neither reads nor writes the other's.
 * All of it is rolled back.
 *
 * <p>It belongs to the administrator's {@code migrate}, not to the worker's start: the worker's login must not be able
 * to become a tenant.
 */
final class TenantCanary {

    private static final Logger LOG = LoggerFactory.getLogger(TenantCanary.class);
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String VERSION = "0, 0, '', 1, 0, 0, now()";
    private static final String VERSION_COLUMNS =
            "sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision,"
                    + " sync_writer, sync_offset, sync_committed_at";

    private static final String ROWS = """
            insert into clerk.organizations (id, %1$s)
            values ('org_rollcall_canary_own', %2$s), ('org_rollcall_canary_other', %2$s);
            insert into clerk.users (id, %1$s)
            values ('user_rollcall_canary_own', %2$s), ('user_rollcall_canary_other', %2$s);
            insert into clerk.organization_memberships (id, organization_id, user_id, %1$s)
            values ('orgmem_rollcall_canary_own', 'org_rollcall_canary_own', 'user_rollcall_canary_own', %2$s),
                   ('orgmem_rollcall_canary_other', 'org_rollcall_canary_other', 'user_rollcall_canary_other', %2$s)
            """.formatted(VERSION_COLUMNS, VERSION);

    private static final String SEEN = """
            select coalesce(string_agg(id, ', ' order by id collate "C"), 'nothing')
            from (select id from clerk.organizations union all select id from clerk.users
                  union all select id from clerk.organization_memberships
                  limit 4) seen
            """;

    private static final String OWN = "org_rollcall_canary_own, orgmem_rollcall_canary_own, user_rollcall_canary_own";

    private static final List<String> WRITES = List.of(
            "insert into clerk.organization_memberships (id, organization_id, " + VERSION_COLUMNS
                    + ") values ('orgmem_rollcall_canary_new', 'org_rollcall_canary_other', " + VERSION + ")",
            "update clerk.organization_memberships set role = 'org:admin' where id = 'orgmem_rollcall_canary_other'",
            "delete from clerk.organization_memberships where id = 'orgmem_rollcall_canary_other'");

    private TenantCanary() {}

    /**
     * @param administrator who migrated; left in autocommit
     * @throws IllegalStateException when tenants are not kept apart
     */
    static void prove(Connection administrator) throws SQLException {
        administrator.setAutoCommit(false);
        try {
            execute(administrator, "set local role " + Migration.OWNER);
            execute(administrator, ROWS);
            execute(administrator, "reset role");
            if (!becomeTenant(administrator)) {
                LOG.warn("this administrator can neither become nor grant rollcall_tenant: whether tenants are kept"
                        + " apart was not tried");
                return;
            }
            expectToSee(administrator, "nothing", "without an organization");
            execute(administrator, "select rollcall.set_tenant('org_rollcall_canary_own')");
            expectToSee(administrator, OWN, "acting for an organization");
            for (String write : WRITES) {
                expectRefusal(administrator, write);
            }
        } finally {
            administrator.rollback();
            administrator.setAutoCommit(true);
        }
    }

    /** A membership that it lacks ends with the transaction. */
    private static boolean becomeTenant(Connection administrator) throws SQLException {
        return tried(administrator, "set local role rollcall_tenant")
                || (tried(administrator, "grant rollcall_tenant to current_user")
                        && tried(administrator, "set local role rollcall_tenant"));
    }

    private static void expectToSee(Connection tenant, String expected, String when) throws SQLException {
        try (Statement statement = tenant.createStatement();
                ResultSet row = statement.executeQuery(SEEN)) {
            row.next();
            String seen = row.getString(1);
            if (!expected.equals(seen)) {
                throw new IllegalStateException("row security does not keep tenants apart: rollcall_tenant, " + when
                        + ", should see " + expected + " and sees " + seen
                        + "; rollcall.tenancy_report() says what was changed");
            }
        }
    }

    private static void expectRefusal(Connection tenant, String write) throws SQLException {
        if (tried(tenant, write)) {
            throw new IllegalStateException(
                    "row security does not keep tenants apart: rollcall_tenant was not refused: " + write
                            + "; rollcall.tenancy_report() says what was changed");
        }
    }

    /** @return false when it was refused for lack of privilege, or by row security */
    private static boolean tried(Connection connection, String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            execute(connection, sql);
            return true;
        } catch (SQLException refused) {
            if (!INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
                throw refused;
            }
            connection.rollback(before);
            return false;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
