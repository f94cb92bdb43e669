/** Clerk events of a realistic size, signed, and the client that posts them. */
@NullMarked
package dev.rollcall.benchmark.load;

import org.jspecify.annotations.NullMarked;
