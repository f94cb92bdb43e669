/** How long gateway and worker take until they are ready. */
@NullMarked
package dev.rollcall.benchmark.start;

import org.jspecify.annotations.NullMarked;
