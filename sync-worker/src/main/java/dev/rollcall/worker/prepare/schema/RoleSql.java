package dev.rollcall.worker.prepare.schema;

import dev.rollcall.startup.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The statements that make Rollcall's roles, for hosts where another person makes roles than the one who migrates. They can be
 * run again.
 */
public final class RoleSql {

    private static final String WHERE = """
            select quote_ident(current_database()), quote_literal('%s' || current_database()), quote_ident(current_user),
                   current_setting('server_version_num')::integer >= 160000
            """.formatted(ServerRoles.CLAIM);

    private RoleSql() {}

    /** @param url of the login that migrates, in the database that is to be the copy */
    public static List<String> of(DatabaseUrl url) throws SQLException {
        Properties credentials = new Properties();
        if (url.user() != null) {
            credentials.setProperty("user", url.user());
        }
        if (url.password() != null) {
            credentials.setProperty("password", url.password());
        }
        try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), credentials);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WHERE)) {
            row.next();
            return of(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4));
        }
    }

    private static List<String> of(String database, String claim, String login, boolean membershipsHaveOptions) {
        List<String> lines = new ArrayList<>();
        lines.add("-- Rollcall's roles, for whoever makes roles on this server. Then run: migrate, as " + login + ".");
        ServerRoles.SETTINGS.keySet().stream().sorted().forEach(role -> {
            lines.add("do $$ begin if to_regrole('" + role + "') is null then create role " + role
                    + " nologin; end if; end $$;");
            ServerRoles.SETTINGS
                    .getOrDefault(role, List.of())
                    .forEach(
                            setting -> lines.add("alter role " + role + " set " + ServerRoles.assigned(setting) + ";"));
        });
        lines.add("comment on role " + ServerRoles.OWNER + " is " + claim + ";");
        lines.add("grant create on database " + database + " to " + login + ";");
        if (membershipsHaveOptions) {
            lines.add("grant " + ServerRoles.OWNER + " to " + login + " with inherit false, set true;");
        } else {
            lines.add("grant " + ServerRoles.OWNER + " to " + login + ";");
            lines.add("-- Before PostgreSQL 16: with the rights of the owner it could drop the copy by mistake.");
            lines.add("alter role " + login + " noinherit;");
        }
        lines.add("-- Each role that is to log in, in psql, which sends no plain text: \\password rollcall_sync");
        for (String role : List.of("rollcall_sync", "rollcall_tenant", "rollcall_backend")) {
            lines.add("alter role " + role + " login;");
        }
        return lines;
    }
}
