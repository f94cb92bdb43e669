package dev.rollcall.simulator.api;

import java.util.Set;

/**
 * How the API misbehaves; all of it seen in the field or allowed by the documentation. Shares are of a thousand requests.
 *
 * @param seed decides which requests are hit
 * @param off features that this instance does not have
 * @param unavailable answered 503 with HTML
 * @param emptyBody answered 200 with nothing
 * @param reset the connection ends in mid-body
 * @param refused answered 429
 * @param retryAfter what a 429 says; '' for no header
 * @param shortPage pages that end early although more follows
 * @param ignoreFilters every filter means all
 * @param ignoreCursor {@code starting_after} gives the first page again
 * @param cursorOfEnded whether a cursor at a deleted user is refused, or goes on from where it stood
 * @param countOff added to every {@code total_count}
 * @param shuffleTies objects of the same millisecond come in another order each time
 * @param unresolvable the key's instance is not found: 404 to everything
 */
public record ApiFaults(
        long seed,
        Set<Feature> off,
        int unavailable,
        int emptyBody,
        int reset,
        int refused,
        String retryAfter,
        int shortPage,
        boolean ignoreFilters,
        boolean ignoreCursor,
        boolean cursorOfEnded,
        int countOff,
        boolean shuffleTies,
        boolean unresolvable) {

    /** None. */
    public static final ApiFaults NONE =
            new ApiFaults(0, Set.of(), 0, 0, 0, 0, "1", 0, false, false, true, 0, false, false);

    public ApiFaults {
        off = Set.copyOf(off);
    }

    /** A network and a service on a bad day. */
    public static ApiFaults stormy(long seed) {
        return new ApiFaults(seed, Set.of(), 30, 10, 10, 30, "0", 50, false, false, true, 0, true, false);
    }

    public ApiFaults withOff(Feature... features) {
        return new ApiFaults(
                seed,
                Set.of(features),
                unavailable,
                emptyBody,
                reset,
                refused,
                retryAfter,
                shortPage,
                ignoreFilters,
                ignoreCursor,
                cursorOfEnded,
                countOff,
                shuffleTies,
                unresolvable);
    }

    public ApiFaults ignoringFilters() {
        return new ApiFaults(
                seed,
                off,
                unavailable,
                emptyBody,
                reset,
                refused,
                retryAfter,
                shortPage,
                true,
                ignoreCursor,
                cursorOfEnded,
                countOff,
                shuffleTies,
                unresolvable);
    }

    public ApiFaults ignoringCursors() {
        return new ApiFaults(
                seed,
                off,
                unavailable,
                emptyBody,
                reset,
                refused,
                retryAfter,
                shortPage,
                ignoreFilters,
                true,
                cursorOfEnded,
                countOff,
                shuffleTies,
                unresolvable);
    }

    public ApiFaults ofAnUnresolvableKey() {
        return new ApiFaults(
                seed,
                off,
                unavailable,
                emptyBody,
                reset,
                refused,
                retryAfter,
                shortPage,
                ignoreFilters,
                ignoreCursor,
                cursorOfEnded,
                countOff,
                shuffleTies,
                true);
    }
}
