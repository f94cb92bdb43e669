package dev.rollcall.worker.copy.metrics;

/**
 * The worker's metrics. After every commit, over the life of the process:
 *
 * <pre>rollcall_consumed_records_total = sum of rollcall_apply_events_total over all tables and results</pre>
 */
enum WorkerMetric {
    /** Records whose batch is committed on both sides. */
    CONSUMED_RECORDS("rollcall.consumed.records"),
    /** What came of each of them; tags table and result. */
    APPLY_EVENTS("rollcall.apply.events"),
    /** States that were applied without a part that no row or change event can take; tag table. */
    INCOMPLETE_STATES("rollcall.incomplete.states"),
    /** Objects of a resource with a table that came under an unknown verb and not whole, so they are among the others; tag table. */
    PARTIAL_OBJECTS("rollcall.partial.objects"),
    /** Records in a batch. */
    APPLY_BATCH_RECORDS("rollcall.apply.batch.records"),
    /** From decoding a batch to the commit on both sides. */
    APPLY_DURATION("rollcall.apply.duration"),
    /** Commit in the database minus receipt (stage received) or minus Clerk's event time (stage event). */
    FRESHNESS("rollcall.freshness"),
    /** Open rows in rollcall.dead_letters; tag code. */
    DEAD_LETTERS("rollcall.dead.letters"),
    /** Age of the oldest of them. */
    DEAD_LETTER_OLDEST_AGE("rollcall.dead.letter.oldest.age"),
    /** Age of the oldest record known to be unprocessed. */
    CONSUMER_LAG("rollcall.consumer.lag"),
    /** Loops that wait after a failure, or of which a partition waits. */
    CONSUMER_PAUSED("rollcall.consumer.paused"),
    /** Loops that run. */
    CONSUMER_RUNNING("rollcall.consumer.running"),
    /** Partitions that this worker reads. */
    CONSUMER_ASSIGNED_PARTITIONS("rollcall.consumer.assigned.partitions"),
    /** Batches that failed and were read again; tag kind. */
    APPLY_FAILURES("rollcall.apply.failures"),
    /** Change events; tags table and op. */
    CHANGES("rollcall.changes"),
    /** When the gateways' last heartbeat was committed, seconds since the epoch; 0 when none was. Replayed ones do not count. */
    HEARTBEAT_LAST_APPLIED("rollcall.heartbeat.last.applied.timestamp"),
    /** How long that one took from its receipt to the commit. */
    HEARTBEAT_DELAY("rollcall.heartbeat.delay"),
    /** How long clerk.events keeps a record, as Kafka says; 0 while it was not asked, infinite when for ever. */
    EVENTS_RETENTION("rollcall.events.retention"),
    /** Partitions of clerk.events, as Kafka says; 0 while it was not asked. */
    EVENTS_PARTITIONS("rollcall.events.partitions"),
    /** How long ago everything received in a partition of clerk.events was last seen applied; tag partition. */
    PARTITION_AGE("rollcall.partition.age"),
    /** Lines of rollcall.tenancy_report(); tag finding. */
    TENANCY_FINDINGS("rollcall.tenancy.findings"),
    /** How long ago the row that waits longest for its erasure should have been erased. */
    ERASURE_OVERDUE("rollcall.erasure.overdue"),
    /** Rows of schema clerk as PostgreSQL estimates them; tags table and state, live or dead. */
    TABLE_ROWS("rollcall.table.rows"),
    /** With indexes and TOAST; tag table. */
    TABLE_SIZE("rollcall.table.size"),
    /** Updated rows by tags table and kind: hot ones touch no index. */
    TABLE_UPDATES("rollcall.table.updates"),
    /** 1 when an event of the bound Clerk instance was applied since the binding, beside the one that made it; 1 when unbound. */
    INSTANCE_RIGHTFUL("rollcall.instance.rightful"),
    /** Of the database, all sessions. */
    DEADLOCKS("rollcall.database.deadlocks"),
    /** Locks that somebody waits for. */
    WAITING_LOCKS("rollcall.database.waiting.locks"),
    /** When PostgreSQL last answered what the gauges about it ask. */
    DATABASE_LAST_ANSWER("rollcall.database.last.answer.timestamp"),
    /** Rows and objects that differ from Clerk, as the last survey left them; tags table and kind, a verdict. */
    DRIFT_ROWS("rollcall.drift.rows"),
    /** Those that the survey before it had left too; tags table and kind. */
    DRIFT_REMAINING("rollcall.drift.remaining.rows"),
    /** As of when that is proven: when the walk of the table began; tag table. */
    DRIFT_PROVEN("rollcall.drift.proven.timestamp"),
    /** How old the newest proof may become before the worker surveys; 0 when it never does by itself. */
    SURVEY_INTERVAL("rollcall.survey.interval"),
    /** 1 when the newest survey ended without being complete, or stands still. */
    SURVEY_INCOMPLETE("rollcall.survey.incomplete");

    private final String meterName;

    WorkerMetric(String meterName) {
        this.meterName = meterName;
    }

    /** In dots; the Prometheus registry adds underscores, units and _total. */
    String meterName() {
        return meterName;
    }
}
