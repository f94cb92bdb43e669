/** Notices that one of the two schemas was restored from a backup without the other, and says what brings back the rest. */
@NullMarked
package dev.rollcall.worker.operate.restore;

import org.jspecify.annotations.NullMarked;
