package dev.rollcall.worker.prepare.schema;

import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.startup.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PasswordUtil;

/**
 * Rollcall's four roles. They belong to the whole server, so the comment of {@code rollcall_owner} says which database
 * they serve: a second one would share their passwords, and its logins could read the first.
 */
final class ServerRoles {

    /** Who owns the schemas and tables. */
    static final String OWNER = "rollcall_owner";

    /** Begins the comment that says which database the roles serve. */
    static final String CLAIM = "rollcall: ";

    private static final String WRONG_PASSWORD = "28P01";
    private static final String NO_PRIVILEGE = "42501";
    private static final String NO_CONNECTION = "08";

    /** With the settings that every session of a role gets, also through a pooler. */
    static final Map<String, List<String>> SETTINGS = Map.of(
            OWNER,
            List.of(),
            "rollcall_sync",
            List.of(
                    "statement_timeout=10s",
                    "lock_timeout=5s",
                    "idle_in_transaction_session_timeout=20s",
                    "synchronous_commit=on",
                    "timezone=UTC"),
            // Clients that write and read times without a zone are right with this one only (prisma/orm 26786).
            "rollcall_tenant",
            List.of("idle_in_transaction_session_timeout=60s", "timezone=UTC"),
            "rollcall_backend",
            List.of("idle_in_transaction_session_timeout=60s", "timezone=UTC"));

    /** Without a comment, as a release before it left them: where the owner has tables shows whose they are. */
    private static final String OWNED_ELSEWHERE = """
            select min(d.datname)
            from pg_shdepend s join pg_database d on d.oid = s.dbid join pg_roles r on r.oid = s.refobjid
            where s.refclassid = 'pg_authid'::regclass and r.rolname = 'rollcall_owner' and d.datname <> current_database()
            """;

    private final Connection connection;
    private final DatabaseUrl url;
    private final Map<String, String> passwords;
    private final MigrationOptions options;
    private final String database;

    /** @param passwords by role; a role with one may log in */
    ServerRoles(Connection connection, DatabaseUrl url, Map<String, String> passwords, MigrationOptions options)
            throws SQLException {
        this.connection = connection;
        this.url = url;
        this.passwords = passwords;
        this.options = options;
        database = String.valueOf(text("select current_database()"));
    }

    /**
     * Makes what is missing of the roles, and claims them for this database. Refuses before anything is changed.
     *
     * @throws IllegalArgumentException with one line for the operator
     */
    void prepare() throws SQLException {
        String claim = text("select shobj_description(oid, 'pg_authid') from pg_roles where rolname = '" + OWNER + "'");
        refuseAnothersRoles(claim);
        List<String> roles = SETTINGS.keySet().stream().sorted().toList();
        for (String role : roles) {
            refuseAnotherPassword(role);
        }
        try {
            for (String role : roles) {
                prepare(role);
            }
            if (!(CLAIM + database).equals(claim)) {
                execute("comment on role " + OWNER + " is " + literal(CLAIM + database));
            }
        } catch (SQLException refused) {
            if (!NO_PRIVILEGE.equals(refused.getSQLState())) {
                throw refused;
            }
            throw new RefusedAsThingsAreException(
                    "this login may not make roles, or not change those that are there: give what \"migrate"
                            + " --print-role-sql\" prints to whoever makes roles on this server, then run this command again"
                            + " without passwords",
                    refused);
        }
    }

    private void refuseAnothersRoles(@Nullable String claim) throws SQLException {
        String other =
                claim != null && claim.startsWith(CLAIM) ? claim.substring(CLAIM.length()) : text(OWNED_ELSEWHERE);
        if (other != null && !other.equals(database) && !options.takeRoles()) {
            throw new RefusedAsThingsAreException(
                    ("Rollcall's roles on this server belong to the database \"%s\"; \"%s\""
                                    + " would share their passwords and rights with it: use a server of its own, or, where"
                                    + " \"%s\" is gone, was renamed or may share them, do it again with --take-roles")
                            .formatted(other, database, other));
        }
    }

    /** Somebody logs in with the password that a role has: another database's worker, or an application. */
    private void refuseAnotherPassword(String role) throws SQLException {
        String password = passwords.get(role);
        if (password == null || options.resetPasswords() || !canLogIn(role)) {
            return;
        }
        try {
            DriverManager.getConnection(url.asRole(role, password).jdbcUrlWithLogin())
                    .close();
        } catch (SQLException refused) {
            if (WRONG_PASSWORD.equals(refused.getSQLState())) {
                throw new RefusedAsThingsAreException(
                        ("%s has another password than %s gives; nothing was changed: give"
                                        + " the present one or none, or do it again with --reset-passwords, which changes"
                                        + " it for everything that logs in as %s")
                                .formatted(role, settingOf(role), role));
            }
            // Otherwise the role may not come from here, which says nothing about its password: it stays.
        }
    }

    private static String settingOf(String role) {
        return "ROLLCALL_" + role.substring("rollcall_".length()).toUpperCase(Locale.ROOT) + "_PASSWORD";
    }

    private void prepare(String role) throws SQLException {
        if (!flag("select exists (select from pg_roles where rolname = '" + role + "')")) {
            execute("create role " + role + " nologin");
        }
        for (String setting : SETTINGS.getOrDefault(role, List.of())) {
            // In lower case: PostgreSQL writes TimeZone.
            if (!flag("""
                    select exists (select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole, unnest(s.setconfig) setting
                                   where s.setdatabase = 0 and r.rolname = '%s' and lower(setting) = lower('%s'))
                    """.formatted(role, setting))) {
                execute("alter role " + role + " set " + assigned(setting));
            }
        }
        String password = passwords.get(role);
        if (password != null && (options.resetPasswords() || !canLogIn(role))) {
            setPassword(role, password);
        }
    }

    /** As the statement has it. */
    static String assigned(String setting) {
        return setting.replaceFirst("=(.*)$", " = '$1'");
    }

    /** As a verifier, since what is in a statement is in the server's log, and in pg_stat_statements. */
    private void setPassword(String role, String password) throws SQLException {
        if (options.plainPasswords()) {
            execute("alter role " + role + " login password " + literal(password));
            return;
        }
        String verifier = PasswordUtil.encodePassword(role, password.toCharArray(), "scram-sha-256");
        try {
            execute("alter role " + role + " login password " + literal(verifier));
        } catch (SQLException refused) {
            String state = String.valueOf(refused.getSQLState());
            if (state.startsWith(NO_CONNECTION) || state.equals(NO_PRIVILEGE)) {
                throw refused;
            }
            throw new RefusedAsThingsAreException(
                    ("the server refuses the password of %s as a SCRAM verifier (SQLSTATE %s); do it again with"
                                    + " --plain-passwords, which sends plain text that the server's log may keep, or set"
                                    + " the passwords in the host's console and give none here")
                            .formatted(role, state),
                    refused);
        }
    }

    private boolean canLogIn(String role) throws SQLException {
        return flag("select exists (select from pg_roles where rolname = '" + role + "' and rolcanlogin)");
    }

    /** Quoted by the driver: sent to the server to be quoted, it would be in its log. */
    private String literal(String value) throws SQLException {
        return "'" + connection.unwrap(PGConnection.class).escapeLiteral(value) + "'";
    }

    private boolean flag(String query) throws SQLException {
        return "t".equals(text(query));
    }

    private @Nullable String text(String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
