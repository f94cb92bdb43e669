/** Takes personal data out of rows that ended: after the holdback, or at once on request. */
@NullMarked
package dev.rollcall.worker.operate.erase;

import org.jspecify.annotations.NullMarked;
