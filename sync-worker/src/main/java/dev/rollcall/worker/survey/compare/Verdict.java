package dev.rollcall.worker.survey.compare;

import java.util.Locale;

/** What a comparison finds of one object or row, in the order in which it is looked for. */
public enum Verdict {
    /** The row says what Clerk says. */
    EQUAL(false, false),
    /** Bytes of the snapshot that the worker's own decoder or size limit refuses. */
    UNREADABLE(true, false),
    /** The row, or an owner of it, was ended by an erasure, or values in it were blanked by one: it stays so. */
    ERASED(false, false),
    /** The row or its owner ended, and Clerk has it: a delete is final, so this is for people. */
    ENDED_BUT_ALIVE(true, false),
    /** No row. */
    MISSING(true, true),
    /** Nothing differs but what a sign-in moves. */
    ACTIVITY_ONLY(false, false),
    /** Clerk's is newer. */
    STALE(true, true),
    /** The same version with other content. */
    DIFFERENT(true, true),
    /** The row is newer: a webhook was faster, or the answer is old. */
    AHEAD(true, false),
    /** A live row that Clerk no longer has, confirmed. */
    EXTRA(true, false),
    /** A live row that was not listed, and is not confirmed to be gone. */
    UNCONFIRMED(true, false),
    /** A row of {@code ensure_user}, older than a day, that Clerk does not know. */
    PLACEHOLDER(false, false),
    /** The whole table cannot be read. */
    UNAVAILABLE(false, false);

    private final boolean drift;
    private final boolean published;

    Verdict(boolean drift, boolean published) {
        this.drift = drift;
        this.published = published;
    }

    /** As in tables, metrics and reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of what a label says; for rows that were stored. */
    public static Verdict ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** Whether it counts as a difference between the copy and Clerk. */
    public boolean isDrift() {
        return drift;
    }

    /** Whether a repair publishes a snapshot. An end is published by {@code --end-extra} alone. */
    public boolean isPublished() {
        return published;
    }

    /** Whether a second look may find it settled. */
    public boolean isSuspect() {
        return switch (this) {
            case UNREADABLE, ENDED_BUT_ALIVE, MISSING, STALE, DIFFERENT, AHEAD, UNCONFIRMED -> true;
            case EQUAL, ERASED, ACTIVITY_ONLY, EXTRA, PLACEHOLDER, UNAVAILABLE -> false;
        };
    }
}
