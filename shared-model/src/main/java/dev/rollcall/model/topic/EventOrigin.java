package dev.rollcall.model.topic;

import java.util.Locale;

/** What put a record into {@code clerk.events}. All origins go through the same guarded write. */
public enum EventOrigin {
    WEBHOOK,
    REPLAY,
    BACKFILL,
    RECONCILE;

    /** As in the header {@link EventHeaders#ORIGIN}: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
