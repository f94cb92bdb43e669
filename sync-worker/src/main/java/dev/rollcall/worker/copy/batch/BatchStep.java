package dev.rollcall.worker.copy.batch;

/** How far a batch has come: the points between which a crash must change nothing. */
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
