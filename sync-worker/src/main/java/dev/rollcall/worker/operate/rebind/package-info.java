/** Corrects the binding of a database that the wrong Clerk instance was the first to write to. */
@NullMarked
package dev.rollcall.worker.operate.rebind;

import org.jspecify.annotations.NullMarked;
