package dev.rollcall.simulator.verify;

import org.jspecify.annotations.Nullable;

/**
 * One place where what is there is not what must be there.
 *
 * @param where a table such as {@code clerk.users}, or a change topic such as {@code clerk.changes.users}
 * @param id the row's or record's key; for a child {@code <parent id>/<id>}; for a dead letter the message id
 * @param what what is compared: a column's name, or {@code row} for its being there, live or ended
 * @param expected what must be there, shortened; null for nothing
 * @param actual what is there, shortened; null for nothing
 */
public record Difference(
        String where,
        String id,
        String what,
        @Nullable String expected,
        @Nullable String actual) {

    /** More would fill the terminal and show nothing new. */
    private static final int LONGEST = 200;

    public Difference {
        expected = shortened(expected);
        actual = shortened(actual);
    }

    private static @Nullable String shortened(@Nullable String value) {
        return value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }

    @Override
    public String toString() {
        return where + " " + id + " " + what + ": expected " + expected + ", found " + actual;
    }
}
