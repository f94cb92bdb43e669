/** Looks up one user or organization: its row, what belongs to it, and what changed when and by which message. */
@NullMarked
package dev.rollcall.worker.operate.lookup;

import org.jspecify.annotations.NullMarked;
