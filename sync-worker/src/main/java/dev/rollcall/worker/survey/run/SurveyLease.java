package dev.rollcall.worker.survey.run;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One survey at a time: a row with a holder and an end by the database's clock. No lock of a session, since a pooler may
 * be in between.
 */
final class SurveyLease {

    private static final String HOLDER = "holder";

    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final String holder;

    /** @param holder a name that no other survey has */
    SurveyLease(DataSource source, String holder) {
        database = JdbcClient.create(source);
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        this.holder = holder;
    }

    /** Takes the lease where nobody has it. */
    boolean take() {
        return database.sql("""
                        insert into rollcall.survey_lease (holder, expires_at) values (:holder, now() + interval '30 s')
                        on conflict (singleton) do update
                        set holder = excluded.holder, run = null, expires_at = excluded.expires_at
                        where survey_lease.expires_at < now() or survey_lease.holder = excluded.holder
                        """).param(HOLDER, holder).update() == 1;
    }

    /** @return whether it is still ours */
    boolean renew() {
        return database.sql(
                                "update rollcall.survey_lease set expires_at = now() + interval '30 s' where holder = :holder")
                        .param(HOLDER, holder)
                        .update()
                == 1;
    }

    void release() {
        database.sql("delete from rollcall.survey_lease where holder = :holder")
                .param(HOLDER, holder)
                .update();
    }

    /**
     * Writes in one transaction, while the lease is held.
     *
     * @throws IllegalStateException when another survey has it
     */
    void holding(Runnable writes) {
        transactions.executeWithoutResult(status -> {
            if (!renew()) {
                throw new IllegalStateException(
                        "another survey has begun, since this one stood still for 30 s; run the same command again after it");
            }
            writes.run();
        });
    }

    /** Says whose it is, within {@link #holding}. */
    void isOf(SurveyedRun run) {
        database.sql("update rollcall.survey_lease set run = :run where holder = :holder")
                .param("run", run.number())
                .param(HOLDER, holder)
                .update();
    }
}
