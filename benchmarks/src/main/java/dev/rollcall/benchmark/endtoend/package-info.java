/** From the first POST to the last committed row: Rollcall, and a route that one would write by hand. */
@NullMarked
package dev.rollcall.benchmark.endtoend;

import org.jspecify.annotations.NullMarked;
