/** Clerk's objects as records, and the one reader that fills them from JSON without losing a field. */
@NullMarked
package dev.rollcall.model.clerk;

import org.jspecify.annotations.NullMarked;
