package dev.rollcall.model.change;

import java.util.Locale;

/** What a change event says happened to a row. */
public enum ChangeOperation {
    CREATED,
    UPDATED,
    DELETED;

    /** As in the header {@link ChangeHeaders#TYPE} and in metrics: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
