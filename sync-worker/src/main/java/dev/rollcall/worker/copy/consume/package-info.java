/** The loop: polls, runs the batch, and recovers from whatever happened. */
@NullMarked
package dev.rollcall.worker.copy.consume;

import org.jspecify.annotations.NullMarked;
