/** Step 1: turns each record's bytes into a state, an end, or the reason why it cannot be understood. */
@NullMarked
package dev.rollcall.worker.copy.decode;

import org.jspecify.annotations.NullMarked;
