package dev.rollcall.worker.copy;

/** Where a batch has got to: the points between which a crash must change nothing. */
public enum BatchStep {
    DECODED,
    PROGRESS_LOCKED,
    APPLIED,
    ANNOUNCING,
    SENT,
    FLUSHED,
    DATABASE_COMMITTED,
    OFFSETS_ADDED,
    KAFKA_COMMITTED
}
