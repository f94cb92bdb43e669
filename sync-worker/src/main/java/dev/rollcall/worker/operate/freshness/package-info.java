/** How old the copy's answers are: what {@code rollcall.freshness()} rests on. */
@NullMarked
package dev.rollcall.worker.operate.freshness;

import org.jspecify.annotations.NullMarked;
