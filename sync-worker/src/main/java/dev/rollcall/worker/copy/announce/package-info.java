/** Step 4: publishes one change event for every row that was written, from its final content. */
@NullMarked
package dev.rollcall.worker.copy.announce;

import org.jspecify.annotations.NullMarked;
