/** The fault matrix F: what is broken, for how long, and what is expected of it beside the invariants. */
@NullMarked
package dev.rollcall.proving.chaos.matrix;

import org.jspecify.annotations.NullMarked;
