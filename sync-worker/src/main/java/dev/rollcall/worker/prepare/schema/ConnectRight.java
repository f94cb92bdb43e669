package dev.rollcall.worker.prepare.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may connect to the database. PostgreSQL gives every login of the server that right; here only logins that the
 * database knows keep it, so that another database's logins cannot connect to this one.
 */
final class ConnectRight {

    private static final String OF_PUBLIC = "select has_database_privilege('public', current_database(), 'connect')";

    /** Only the owner can take it away; anybody else's revoke changes nothing and says so in a warning. */
    private static final String IS_OWNER =
            "select pg_has_role(datdba, 'usage') from pg_database where datname = current_database()";

    /**
     * Rollcall's roles, and whom the database knows: who owns something in it, was granted something in it, can become one of
     * these, or is connected now; and who watches the server. Quoted.
     */
    private static final String KNOWN = """
            with known as (
                select distinct s.refobjid as role
                from pg_shdepend s join pg_database d on d.oid = s.dbid
                where d.datname = current_database() and s.refclassid = 'pg_authid'::regclass)
            select quote_ident(r.rolname)
            from pg_roles r
            where r.rolname !~ '^pg_' and not r.rolsuper
              and (r.rolname in ('rollcall_owner', 'rollcall_sync', 'rollcall_tenant', 'rollcall_backend')
                   or exists (select from known where pg_has_role(r.oid, known.role, 'member'))
                   or r.rolcanlogin and pg_has_role(r.oid, 'pg_monitor', 'member')
                   or r.oid in (select a.usesysid from pg_stat_activity a where a.datname = current_database()))
            order by 1
            """;

    private ConnectRight() {}

    /** @return lines for the operator: what was changed; empty when nothing had to be */
    static List<String> confine(Connection connection) throws SQLException {
        if (!flag(connection, OF_PUBLIC)) {
            return List.of();
        }
        String database;
        List<String> known = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("select quote_ident(current_database())")) {
                row.next();
                database = row.getString(1);
            }
            try (ResultSet rows = statement.executeQuery(KNOWN)) {
                while (rows.next()) {
                    known.add(rows.getString(1));
                }
            }
            String grant = "grant connect on database " + database + " to " + String.join(", ", known);
            String revoke = "revoke connect on database " + database + " from public";
            if (!flag(connection, IS_OWNER)) {
                return List.of("Every login of this server may connect to " + database
                        + ", and only its owner can change that. As its owner: " + grant + "; " + revoke + ";");
            }
            statement.execute(grant);
            statement.execute(revoke);
        }
        return List.of("From now on only these roles may connect to " + database + ": " + String.join(", ", known)
                + ". For another: grant connect on database " + database + " to …");
    }

    private static boolean flag(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
