/** Looks at everything that can be wrong around Rollcall, and says what to do about it. */
@NullMarked
package dev.rollcall.worker.operate.doctor;

import org.jspecify.annotations.NullMarked;
