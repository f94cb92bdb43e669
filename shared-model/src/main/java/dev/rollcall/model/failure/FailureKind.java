package dev.rollcall.model.failure;

import java.util.Locale;

/** What a failure says about the future, and so what the worker does. */
public enum FailureKind {
    /** The record itself is at fault and always will be: it goes to the dead letters, alone. */
    DATA,
    /** The surroundings are at fault and will recover: the batch is retried without limit. Never a dead letter. */
    TRANSIENT,
    /** Somebody has to look: alert, isolate the record, hold only its partition. Never a dead letter. */
    UNKNOWN;

    /** As in headers, columns and labels: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
