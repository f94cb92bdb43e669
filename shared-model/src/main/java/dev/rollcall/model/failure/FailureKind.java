package dev.rollcall.model.failure;

import java.util.Locale;

/** What a failure says about the future, and so what the worker does. */
public enum FailureKind {
    /** The record itself is at fault and always will be: it goes to the dead letters, alone. */
    DATA,
    /** The world is at fault and will mend: the batch is tried again, without limit. Never a dead letter. */
    TRANSIENT,
    /** Somebody must look: alert, isolate the record, let only its partition wait. Never a dead letter. */
    UNKNOWN;

    /** As in headers, columns and labels: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
