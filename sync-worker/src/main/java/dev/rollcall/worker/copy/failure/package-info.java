/** The one table that says what kind of failure an exception is, and the policy that follows from it. */
@NullMarked
package dev.rollcall.worker.copy.failure;

import org.jspecify.annotations.NullMarked;
