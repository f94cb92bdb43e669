package dev.rollcall.worker.prepare.schema;

import dev.rollcall.startup.RefusedAsThingsAreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be done where somebody dropped {@code clerk}: it is built again, and what {@code rollcall} knows of the rows that
 * are gone goes too. With the progress kept nothing would be read again: a copy that is empty, and looks well.
 */
final class LostCopy {

    private static final String MIGRATED = """
            select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                           where n.nspname = 'rollcall' and c.relname = 'flyway_schema_history')
            """;

    private static final String EMPTY = """
            select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                               where n.nspname = 'clerk' and c.relkind in ('r', 'p', 'v', 'm', 'f'))
            """;

    /** A schema of an early version has none yet. */
    private static final String HAS_GUARDS = "select to_regclass('rollcall.expected_guards') is not null";

    /** Of what the migrations left, as the guards have it. */
    private static final String MISSING = """
            select string_agg(distinct e.object, ', ') from rollcall.expected_guards e
            where e.guard = 'row security' and to_regclass(e.object) is null
            """;

    /** The instance stays bound, and what people did stays written down. */
    private static final List<String> FORGET = List.of(
            "delete from rollcall.progress",
            "delete from rollcall.watermarks",
            "delete from rollcall.expected_guards",
            "delete from rollcall.drift",
            "delete from rollcall.restore_stamp",
            "update rollcall.survey_runs set state = 'given_up', ended_at = now(), reason = 'schema clerk was built again'"
                    + " where state = 'running'",
            "delete from rollcall.flyway_schema_history");

    private static final List<String> WHAT_FILLS_IT = List.of(
            "Schema clerk was gone, and was built again, empty.",
            "What fills it: the workers read the log again from its start; start them anew, or each partition begins with its"
                    + " next event. What is older than the log comes by the command backfill.",
            "Forgotten are the ids of objects that ended before the log begins: give those of erased people to backfill's"
                    + " --except. Foreign keys to clerk's ids are gone with its tables. Revisions start over, so consumers that"
                    + " go by ce_revision have to begin anew (docs/feed.md).");

    private LostCopy() {}

    static boolean isLost(Connection connection) throws SQLException {
        return flag(connection, MIGRATED) && flag(connection, EMPTY);
    }

    /**
     * @param owner who owns the schemas
     * @throws IllegalArgumentException with one line for the operator when only a part is gone
     */
    static void refuseAPart(Connection owner) throws SQLException {
        if (!flag(owner, HAS_GUARDS) || flag(owner, EMPTY)) {
            return;
        }
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(MISSING)) {
            if (row.next() && row.getString(1) != null) {
                throw new RefusedAsThingsAreException("somebody dropped " + row.getString(1)
                        + " and nothing else of schema clerk; as rollcall_owner run drop schema clerk cascade, then this command"
                        + " again: it builds the whole of it");
            }
        }
    }

    /**
     * Forgets what was about the rows that are gone, all of it or nothing; the migrations that follow build the schema.
     *
     * @param owner who owns the schemas
     * @return lines for the operator: what fills it
     */
    static List<String> forget(Connection owner) throws SQLException {
        boolean history = flag(owner, "select exists (select from rollcall.history)");
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement()) {
            for (String sql : FORGET) {
                statement.execute(sql);
            }
            owner.commit();
        } finally {
            owner.rollback();
            owner.setAutoCommit(true);
        }
        return history
                ? Stream.concat(
                                WHAT_FILLS_IT.stream(),
                                Stream.of(
                                        "History has lines of before, and is off now: ROLLCALL_HISTORY=on switches it on."))
                        .toList()
                : WHAT_FILLS_IT;
    }

    private static boolean flag(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
