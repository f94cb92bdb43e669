package dev.rollcall.model.event;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was left out of an event's {@code data} while it was read, since no row or change event can take it. Says where,
 * never what: {@link dev.rollcall.model.clerk.ClerkObjectReader} says which columns are concerned; fields that are not
 * stored concern none.
 */
public final class Losses {

    private final Set<Place> places = new HashSet<>();
    private final Set<Place> twice = new HashSet<>();
    private long hiddenDigits;

    /**
     * A place inside {@code data}.
     *
     * @param field a key of {@code data}
     * @param part a key of the object in that field, or of an object in its array; null for the field itself, and for an
     *     element of its array
     */
    public record Place(String field, @Nullable String part) {}

    /** A part of what stands there, or all of it, is missing. */
    public void lose(String field, @Nullable String part) {
        places.add(new Place(field, part));
    }

    void loseTwice(String field, @Nullable String part) {
        lose(field, part);
        twice.add(new Place(field, part));
    }

    /** Digits that a number has when it is printed but not as it was written. */
    void hide(long digits) {
        hiddenDigits += digits;
    }

    public Set<Place> places() {
        return places;
    }

    /** Whether a field of {@code data} itself is missing. */
    public boolean isLost(String field) {
        return places.contains(new Place(field, null));
    }

    public boolean isEmpty() {
        return places.isEmpty();
    }

    /** Those where a key occurred more than once, so that none of its values counts. */
    public Set<Place> twice() {
        return twice;
    }

    /** Whether {@link #twice()} has that place. */
    public boolean isTwice(String field, @Nullable String part) {
        return twice.contains(new Place(field, part));
    }

    /** By how much numbers such as {@code 1e999} can grow when PostgreSQL prints them. */
    public long hiddenDigits() {
        return hiddenDigits;
    }
}
