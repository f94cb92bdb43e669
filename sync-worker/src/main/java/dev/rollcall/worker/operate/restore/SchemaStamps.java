package dev.rollcall.worker.operate.restore;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * When both schemas were stamped last, as each of them says. {@code clerk} with an earlier stamp than {@code rollcall}
 * was restored alone: positions say that what its rows lack was applied. A backup that is younger than the last stamp is
 * not told from none.
 *
 * @param ofClerk epoch milliseconds; 0 when it never was
 * @param ofRollcall epoch milliseconds; 0 when it never was
 */
public record SchemaStamps(long ofClerk, long ofRollcall) {

    /** A dump of both schemas shows {@code rollcall} as older by as long as it took. */
    private static final Duration LONGEST_DUMP = Duration.ofHours(6);

    /** A record may have been on its way, or a worker behind, when the backup was taken; one applied twice changes nothing. */
    private static final Duration ON_THE_WAY = Duration.ofHours(1);

    private static final String BOTH = """
            select s.last_value, coalesce((select stamp from rollcall.restore_stamp), 0) from clerk.restore_stamp s
            """;

    private static final String STAMP = "select of_clerk, of_rollcall from rollcall.stamp_schemas(?)";

    /** Reads only. */
    public static SchemaStamps read(JdbcClient database) {
        return database.sql(BOTH)
                .query((row, number) -> new SchemaStamps(row.getLong(1), row.getLong(2)))
                .single();
    }

    /**
     * Stamps both, unless {@code clerk} is the older one.
     *
     * @return what they had before
     */
    static SchemaStamps stamp(JdbcClient database) {
        return stamp(database, false);
    }

    /**
     * What is missing in {@code clerk} was brought back as far as the log reaches; ends the warning.
     *
     * @param from since when the log was read again
     * @return what they had, if this ended it; null when there was nothing to end, or the log was read since too late
     */
    public static @Nullable SchemaStamps accept(JdbcClient database, Instant from) {
        SchemaStamps stamps = read(database);
        if (!stamps.clerkIsOlder() || from.isAfter(stamps.since())) {
            return null;
        }
        return stamp(database, true);
    }

    private static SchemaStamps stamp(JdbcClient database, boolean accepted) {
        return database.sql(STAMP)
                .param(accepted)
                .query((row, number) -> new SchemaStamps(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** Whether rows are missing that no worker reads again. */
    public boolean clerkIsOlder() {
        return ofClerk < ofRollcall;
    }

    /** Whether {@code rollcall} alone was restored, which loses no row. */
    public boolean rollcallIsOlder() {
        return ofRollcall > 0 && ofClerk - ofRollcall > LONGEST_DUMP.toMillis();
    }

    /** What is wrong, for a log or a finding; only where {@code clerk} is older. */
    public String problem() {
        return "schema clerk was restored alone: it is of " + minute(ofClerk) + ", schema rollcall of "
                + minute(ofRollcall) + ", and what came between is missing";
    }

    /** What is to be done about it. */
    public String advice() {
        return "run: replay --from " + since()
                + ", and reconcile --repair for what is older than the log (docs/outages/postgresql-restored.md)";
    }

    private Instant since() {
        return minute(ofClerk).minus(ON_THE_WAY);
    }

    /** In whole minutes, and not too late: that is how people and {@code replay} write a time. */
    private static Instant minute(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MINUTES);
    }
}
