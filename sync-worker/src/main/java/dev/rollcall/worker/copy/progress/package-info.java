/** Remembers the last batch of each partition in the database, and notices when the database went back. */
@NullMarked
package dev.rollcall.worker.copy.progress;

import org.jspecify.annotations.NullMarked;
