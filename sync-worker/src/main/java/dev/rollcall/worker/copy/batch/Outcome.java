package dev.rollcall.worker.copy.batch;

import java.util.Locale;

/** What came of one consumed record. Every record has exactly one, counted after the Kafka commit. */
public enum Outcome {
    /** It wrote a row that was not there, or only as a placeholder. */
    INSERTED,
    /** It replaced an older state. */
    UPDATED,
    /** It ended a row, or arrived after its owner had ended and was written ended. */
    DELETED,
    /** A newer state, or an end, was there already. */
    STALE,
    /** The same message had been applied already. */
    DUPLICATE,
    /** It was not meant to have an effect. */
    IGNORED,
    /** It went to the dead letters. */
    DEAD_LETTERED;

    /** As in metrics: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
