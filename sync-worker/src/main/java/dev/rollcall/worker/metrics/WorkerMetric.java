package dev.rollcall.worker.metrics;

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
    CHANGES("rollcall.changes");

    private final String meterName;

    WorkerMetric(String meterName) {
        this.meterName = meterName;
    }

    /** In dots; the Prometheus registry adds underscores, units and _total. */
    String meterName() {
        return meterName;
    }
}
