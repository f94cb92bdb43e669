/** Side flows that enter at the front: they publish into {@code clerk.events}, and the loops do the writing. */
@NullMarked
package dev.rollcall.worker.publish;

import org.jspecify.annotations.NullMarked;
