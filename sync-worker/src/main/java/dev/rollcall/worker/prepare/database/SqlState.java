package dev.rollcall.worker.prepare.database;

import java.sql.SQLException;

/** What PostgreSQL calls a failure, wherever in it that stands: Spring wraps what the driver threw. */
public final class SqlState {

    private SqlState() {}

    /** Five characters; "none" for a failure without. */
    public static String of(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "none";
    }
}
