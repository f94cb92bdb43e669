/** What people do about dead letters: list them, look at one, replay or discard them. The loops do the writing. */
@NullMarked
package dev.rollcall.worker.operate.deadletters;

import org.jspecify.annotations.NullMarked;
