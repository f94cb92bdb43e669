package dev.rollcall.local.application;

import java.util.Locale;

/** The database roles that log in. */
public enum Role {
    SYNC,
    TENANT,
    BACKEND;

    /** Such as {@code rollcall_sync}. */
    public String user() {
        return "rollcall_" + label();
    }

    /** Such as {@code sync}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
