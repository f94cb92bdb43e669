package dev.rollcall.worker.operate.audit;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds lines to {@code rollcall.audit_log}, in the caller's transaction. */
public final class AuditLog {

    private static final String INSERT = """
            insert into rollcall.audit_log (actor, action, subject, count, reason) values (?, ?, ?, ?, ?)
            """;

    private AuditLog() {}

    /** What was done; the label is the column's text, and the column's comment lists it. */
    public enum Action {
        SHOW_VALUES("dead-letters show-values"),
        LETTERS_REPLAY_BEGUN("dead-letters replay-begun"),
        LETTERS_REPLAY_DONE("dead-letters replay-done"),
        DISCARD("dead-letters discard"),
        SHOW_ENTITY("entity show-values"),
        SEARCH_ENTITY("entity search"),
        REFETCH_ENTITY("entity refetch"),
        LOG_REPLAY_BEGUN("log replay-begun"),
        LOG_REPLAY_DONE("log replay-done"),
        ERASE_BEGUN("erase begun"),
        ERASE_DONE("erase done"),
        REPROCESS_BEGUN("reprocess begun"),
        REPROCESS_DONE("reprocess done"),
        ANNOUNCE_BEGUN("announce begun"),
        ANNOUNCE_DONE("announce done"),
        BACKFILL_BEGUN("backfill begun"),
        BACKFILL_DONE("backfill done"),
        RECONCILE_BEGUN("reconcile begun"),
        RECONCILE_DONE("reconcile done"),
        REFETCH_BEGUN("refetch begun"),
        REFETCH_DONE("refetch done"),
        BIND("bind"),
        MIGRATE("migrate"),
        TOPICS("topics");

        private final String label;

        Action(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * One line.
     *
     * @param subject the filter, without personal data
     * @param count records meant, for an action that begins; records that it happened to, for all others
     */
    public static void write(
            JdbcClient database, Actor actor, Action action, String subject, long count, @Nullable Reason reason) {
        database.sql(INSERT)
                .params(actor.name(), action.label(), subject, count)
                .param(reason == null ? null : reason.text())
                .update();
    }
}
