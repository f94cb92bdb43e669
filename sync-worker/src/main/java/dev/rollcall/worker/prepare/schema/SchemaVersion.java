package dev.rollcall.worker.prepare.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The number of the last migration: of this release, and of a database. A release runs on a database of its own number or
 * a higher one, since migrations only add until nobody needs the old (docs/upgrading.md).
 */
final class SchemaVersion {

    private static final String PATTERN = "classpath*:db/migration/V*__*.sql";
    private static final Pattern NUMBER = Pattern.compile("V(\\d+)__.*");
    private static final String MAY_ASK = """
            select has_column_privilege(to_regclass('rollcall.flyway_schema_history'), 'version', 'select')::integer
            """;
    private static final String LAST = """
            select max(version::integer) from rollcall.flyway_schema_history where success and version is not null
            """;
    private static final int OWN = own();

    private SchemaVersion() {}

    /** This release's. */
    static int ofRelease() {
        return OWN;
    }

    /**
     * The database's, by any role of Rollcall's; 0 where a release before the first left no right to ask.
     *
     * @throws SQLException when it does not answer
     */
    static int of(Connection connection) throws SQLException {
        return number(connection, MAY_ASK) == 0 ? 0 : number(connection, LAST);
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static int own() {
        int highest = 0;
        try {
            for (Resource migration : new PathMatchingResourcePatternResolver().getResources(PATTERN)) {
                Matcher name = NUMBER.matcher(String.valueOf(migration.getFilename()));
                if (name.matches()) {
                    highest = Math.max(highest, Integer.parseInt(name.group(1)));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return highest;
    }
}
