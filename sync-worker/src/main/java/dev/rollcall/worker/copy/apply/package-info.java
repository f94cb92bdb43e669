/** Step 3: writes the resolved batch with guarded statements, cascades, and says what was written. */
@NullMarked
package dev.rollcall.worker.copy.apply;

import org.jspecify.annotations.NullMarked;
