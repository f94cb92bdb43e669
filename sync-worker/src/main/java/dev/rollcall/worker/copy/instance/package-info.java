/** Which Clerk instance this database is a copy of. */
@NullMarked
package dev.rollcall.worker.copy.instance;

import org.jspecify.annotations.NullMarked;
