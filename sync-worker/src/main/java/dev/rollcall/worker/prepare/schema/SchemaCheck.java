package dev.rollcall.worker.prepare.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What must be true of the database before the first batch. */
public final class SchemaCheck {

    private static final String ROLE = """
            select r.rolsuper, r.rolbypassrls, pg_has_role(current_user, 'rollcall_owner', 'member') as owner,
                   array_to_string(array(select other from unnest(array['rollcall_backend', 'rollcall_tenant']) other
                                         where pg_has_role(current_user, other, 'member')), ' and ') as others,
                   current_user as name, current_setting('synchronous_commit') as synchronous_commit
            from pg_roles r where r.rolname = current_user
            """;

    /** The login itself passed the check above; this is what it can become, by the view that the report uses too. */
    private static final String PRIVILEGED = """
            select format('ROLLCALL_DATABASE_URL connects as %s, which %s; take that from it, or connect as rollcall_sync',
                          login, problem)
            from rollcall.privileged_logins where login = current_user
            """;

    private static final String UNFORCED = """
            select string_agg('clerk.' || quote_ident(c.relname), ', ' order by c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'clerk' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
            """;

    private static final String UNBOUND = """
            select string_agg('clerk.' || quote_ident(c.relname), ', ' order by c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'clerk' and c.relkind in ('r', 'p')
              and not exists (select from pg_policy p join pg_roles r on r.oid = any (p.polroles)
                              where p.polrelid = c.oid and not p.polpermissive and p.polcmd = '*'
                                and r.rolname = 'rollcall_tenant')
            """;

    private static final String OWNERS_RIGHTS = """
            select string_agg(quote_ident(n.nspname) || '.' || quote_ident(c.relname), ', ' order by n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('clerk', 'clerk_tenant') and c.relkind in ('v', 'm')
              and not coalesce(c.reloptions @> array['security_invoker=true'], false)
            """;

    /** A role whose claims are trusted is bound as a tenant is, or has nothing to read. */
    private static final String UNBOUND_CLAIMS = """
            select string_agg(distinct quote_ident(r.rolname) || ' on clerk.' || quote_ident(c.relname), ', ')
            from rollcall.trusted_roles t join pg_roles r on r.rolname = t.role_name, pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'clerk' and c.relkind in ('r', 'p') and has_any_column_privilege(r.oid, c.oid, 'select')
              and not exists (select from pg_policy p
                              where p.polrelid = c.oid and not p.polpermissive and p.polcmd = '*'
                                and exists (select from unnest(p.polroles) bound where bound <> 0 and pg_has_role(r.oid, bound, 'usage')))
            """;

    private SchemaCheck() {}

    /**
     * @throws IllegalStateException with one line for the operator: what is wrong and what to do
     * @throws SQLException when the database cannot be asked
     */
    public static void require(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            requireSchema(connection);
            requireRole(connection);
            requireVersion(connection);
            String privileged = text(connection, PRIVILEGED);
            if (privileged != null) {
                throw new IllegalStateException(privileged);
            }
            String unforced = text(connection, UNFORCED);
            if (unforced != null) {
                throw new IllegalStateException("row security is not enabled and forced on " + unforced
                        + "; as rollcall_owner run for each: alter table … enable row level security, force row level"
                        + " security");
            }
            String unbound = text(connection, UNBOUND);
            if (unbound != null) {
                throw new IllegalStateException("no restrictive policy binds rollcall_tenant on " + unbound
                        + "; run the command \"migrate\", and if it has run, \"doctor\", which prints the policy");
            }
            String withOwnersRights = text(connection, OWNERS_RIGHTS);
            if (withOwnersRights != null) {
                throw new IllegalStateException(
                        "these views read with their owner's rights, so that no row security binds"
                                + " their readers: " + withOwnersRights
                                + "; as rollcall_owner run for each: alter view … set (security_invoker = true)");
            }
            String unboundClaims = text(connection, UNBOUND_CLAIMS);
            if (unboundClaims != null) {
                throw new IllegalStateException("no restrictive policy binds a role whose claims are trusted: "
                        + unboundClaims + "; as rollcall_owner run for each: select rollcall.trust_claims('…') again");
            }
        }
    }

    /**
     * Of any login of Rollcall's or an administrator's; changes nothing.
     *
     * @throws IllegalStateException with one line for the operator when {@code migrate} of this release has not run
     */
    static void requireMigrated(Connection connection) throws SQLException {
        requireSchema(connection);
        requireVersion(connection);
    }

    private static void requireSchema(Connection connection) throws SQLException {
        if (!flag(connection, "select to_regclass('rollcall.progress') is not null")) {
            throw new IllegalStateException("the database has no Rollcall schema; run the command \"migrate\" with"
                    + " ROLLCALL_MIGRATION_DATABASE_URL set to an administrator's direct URL");
        }
    }

    /** A newer one is fine: migrations add first, and take away only what no release beside it needs. */
    private static void requireVersion(Connection connection) throws SQLException {
        int version = SchemaVersion.of(connection);
        if (version < SchemaVersion.ofRelease()) {
            throw new IllegalStateException("the database's schema is of an earlier release (version " + version
                    + ", and this release needs " + SchemaVersion.ofRelease()
                    + "); run the command \"migrate\" of this release first");
        }
    }

    private static void requireRole(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ROLE);
                ResultSet role = select.executeQuery()) {
            if (!role.next()) {
                return;
            }
            if (role.getBoolean("rolsuper") || role.getBoolean("rolbypassrls") || role.getBoolean("owner")) {
                throw new IllegalStateException("ROLLCALL_DATABASE_URL connects as " + role.getString("name")
                        + ", a superuser, an owner or a role that bypasses row security; connect as rollcall_sync");
            }
            String others = role.getString("others");
            if (!others.isEmpty()) {
                throw new IllegalStateException("ROLLCALL_DATABASE_URL connects as " + role.getString("name")
                        + ", a member of " + others + "; the worker's login belongs to rollcall_sync alone");
            }
            if ("off".equals(role.getString("synchronous_commit"))) {
                throw new IllegalStateException("synchronous_commit is off for " + role.getString("name")
                        + ": a crash could lose rows whose offsets are committed; run: alter role "
                        + role.getString("name") + " set synchronous_commit = on");
            }
        }
    }

    private static boolean flag(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static @Nullable String text(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
