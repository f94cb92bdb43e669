package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the audit says of surveys and refetches that may change something. Who runs them is at a command line: a worker's
 * own surveys only look, and of those it says nothing.
 */
final class SurveyAudit {

    private final JdbcClient database;

    SurveyAudit(DataSource source) {
        database = JdbcClient.create(source);
    }

    /**
     * @param lease that the survey holds
     * @param objects that Clerk counts
     */
    void begun(SurveyLease lease, SurveyedRun run, SurveyOptions options, long objects) {
        if (options.publishes()) {
            lease.holding(() -> write(
                    options.backfill() ? Action.BACKFILL_BEGUN : Action.RECONCILE_BEGUN,
                    subject(run, options) + (run.resumed() ? " resumed" : ""),
                    objects));
        }
    }

    /** With what the survey has published, in earlier processes too. */
    void done(SurveyedRun run, SurveyOptions options, String outcome) {
        if (options.publishes()) {
            long published = database.sql(
                            "select coalesce(sum(published), 0)::bigint from rollcall.survey_tables where run = :run")
                    .param("run", run.number())
                    .query(Long.class)
                    .single();
            write(
                    options.backfill() ? Action.BACKFILL_DONE : Action.RECONCILE_DONE,
                    subject(run, options) + " outcome=" + outcome,
                    published);
        }
    }

    /** @param subject without personal data */
    void write(Action action, String subject, long count) {
        AuditLog.write(database, Actor.ofThisProcess(), action, subject, count, null);
    }

    private static String subject(SurveyedRun run, SurveyOptions options) {
        Long cap = options.cap();
        return "survey=" + run.number() + " " + options.mode() + (cap == null ? "" : " cap=" + cap);
    }
}
