package dev.rollcall.worker.prepare.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The administrator's membership in {@code rollcall_owner}: it may take the role, and has none of its rights otherwise. With
 * them, what tools send who reset a database ({@code drop schema … cascade}) would succeed.
 *
 * <p>PostgreSQL 16 has memberships that do not inherit. Before, only a role as a whole does or does not, so the membership lasts
 * as long as the command.
 */
final class OwnerRights {

    private static final String OWNER = ServerRoles.OWNER;
    private static final int MEMBERSHIPS_HAVE_OPTIONS = 160_000;
    private static final String NO_PRIVILEGE = "42501";

    private OwnerRights() {}

    /** Makes the administrator a member, for {@link #giveUp} to end. */
    static void take(Connection administrator) throws SQLException {
        if (flag(administrator, "select rolsuper from pg_roles where rolname = current_user")) {
            return;
        }
        if (!optional(administrator)) {
            if (!flag(administrator, "select pg_has_role(current_user, '" + OWNER + "', 'member')")) {
                execute(administrator, "grant " + OWNER + " to current_user");
            }
            return;
        }
        boolean may = flag(administrator, "select pg_has_role(current_user, '" + OWNER + "', 'set')");
        if (may && !inherits(administrator)) {
            return;
        }
        try {
            execute(administrator, "grant " + OWNER + " to current_user with inherit false, set true");
        } catch (SQLException refused) {
            if (!may || !NO_PRIVILEGE.equals(refused.getSQLState())) {
                throw refused;
            }
        }
    }

    /** @return a line for the operator where the administrator keeps the owner's rights */
    static Optional<String> giveUp(Connection administrator) throws SQLException {
        if (flag(administrator, "select rolsuper from pg_roles where rolname = current_user")) {
            return Optional.of(
                    "This login is a superuser: drop schema clerk, and what prisma migrate reset sends, succeed as"
                            + " it. Let the application's migrations run as a login of their own: create role app_migrator login"
                            + " createdb; alter schema public owner to app_migrator;");
        }
        if (!optional(administrator)
                && flag(
                        administrator,
                        "select rolcreaterole and rolinherit from pg_roles where rolname = current_user")) {
            // Who may create roles can become a member again.
            execute(administrator, "revoke " + OWNER + " from current_user");
        }
        return inherits(administrator)
                ? Optional.of("This login has the rights of " + OWNER
                        + " without taking the role: drop schema clerk, and what"
                        + " prisma migrate reset sends, succeed as it. Whoever granted that: "
                        + (optional(administrator)
                                ? "grant " + OWNER + " to " + name(administrator) + " with inherit false, set true;"
                                : "alter role " + name(administrator) + " noinherit;"))
                : Optional.empty();
    }

    private static boolean inherits(Connection administrator) throws SQLException {
        return flag(administrator, "select pg_has_role(current_user, '" + OWNER + "', 'usage')");
    }

    private static boolean optional(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('server_version_num')::integer")) {
            row.next();
            return row.getInt(1) >= MEMBERSHIPS_HAVE_OPTIONS;
        }
    }

    private static String name(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select quote_ident(current_user)")) {
            row.next();
            return row.getString(1);
        }
    }

    private static boolean flag(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
