package dev.rollcall.local.stack;

import java.util.Locale;

/** The parts, in the order in which they start. They stop the other way round. */
public enum PartName {
    POSTGRES,
    KAFKA,
    WORKER,
    GATEWAY;

    /** As commands print it, such as {@code postgres}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
