/** Looks at everything that can be wrong around Rollcall, and says what to do about it. */
@NullMarked
package dev.rollcall.worker.doctor;

import org.jspecify.annotations.NullMarked;
