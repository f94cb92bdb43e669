package dev.rollcall.startup.database;

import dev.rollcall.model.clerk.Resource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a copy has ever got anything of Clerk: rows, or dead letters. Its binding says it only where an event made it: a
 * setting binds an empty one.
 */
public final class StoredEvents {

    private static final String FIND = Stream.concat(
                    Stream.of("rollcall.instance where bound_by like 'msg\\_%'", "rollcall.dead_letters"),
                    Stream.concat(Arrays.stream(Resource.values()).map(Resource::table), Stream.of("other_objects"))
                            .map("clerk."::concat))
            .map("exists (select 1 from %s)"::formatted)
            .collect(Collectors.joining(" or ", "select ", ""));

    private StoredEvents() {}

    /** @throws SQLException also when the database is no copy, or the login may not read it */
    public static boolean any(Connection copy) throws SQLException {
        try (Statement statement = copy.createStatement();
                ResultSet row = statement.executeQuery(FIND)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
