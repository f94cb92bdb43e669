package dev.rollcall.worker.simulation;

/** What must hold after every step of a simulation, whatever was killed, repeated, reordered or taken away. */
enum Invariant {
    /** A live row is replaced by a newer version only, and its revision rises by one. */
    VERSION_NEVER_GOES_BACK,
    /** A row that ended never changes again. */
    ENDED_ROW_STAYS_ENDED,
    /** At read_committed every version of a row appears at most once, and revisions rise. */
    ANNOUNCED_ONCE_AND_IN_ORDER,
    /** What is announced at read_committed is a version that the database has committed. */
    ANNOUNCED_IS_COMMITTED,
    /** In the end folding the feed gives the live rows. */
    FEED_IS_TABLE,
    /** No offset is committed beyond what the database has applied. */
    OFFSET_NOT_AHEAD_OF_APPLIED,
    /** In the end the table is what all events together say, and every poison record is in the dead letters once. */
    NOTHING_LOST,
    /** No transactions that write states only wait for each other in a circle. */
    NO_CIRCLE_OF_LOCKS,
    /** When the faults end everything is applied, and every loop is a member of the group again. */
    EVERYTHING_DRAINS,
    /** No failure but a refusal by Kafka is of unknown kind, and no loop ends by itself. */
    NO_UNKNOWN_FAILURE
}
