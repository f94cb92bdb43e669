package dev.rollcall.worker.console;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Whether a database has ever got anything of Clerk: then it is bound to an instance, or has dead letters. */
public final class StoredEvents {

    private static final String FIND = """
            select exists (select 1 from rollcall.instance) or exists (select 1 from rollcall.dead_letters)
            """;

    private StoredEvents() {}

    public static boolean any(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(FIND);
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
