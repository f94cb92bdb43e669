package dev.rollcall.worker.simulation;

/** A rule that is taken away, to see that an invariant notices. */
enum Sabotage {
    /** An older version replaces a newer one. */
    VERSION_GUARD,
    /** A late state brings a deleted row back. */
    END_OF_DELETED_ROWS,
    /** Two batches write the same rows in different order. */
    SORT,
    /** Children are written while their owner is being deleted. */
    OWNERSHIP_LOCKS,
    /** The database commits before the changes are sent. */
    ANNOUNCE_BEFORE_COMMIT,
    /** Rows of a redelivered record are not announced. */
    COORDINATES,
    /** A batch commits although its partitions have gone. */
    ASSIGNMENT_CHECK,
    /** Kafka takes the offsets of a member that was replaced. */
    FENCING_OF_MEMBERS,
    /** A consumer that Kafka no longer hears is kept. */
    AGE_OF_HEARTBEATS
}
