package dev.rollcall.model.clerk;

import java.util.SortedSet;

/**
 * An object, and what of it no row can take.
 *
 * @param object what a row can take
 * @param incomplete fields of the record that lack a part of what Clerk said, {@code extra} for all that have no field
 */
public record ReadObject(ClerkObject object, SortedSet<String> incomplete) {}
