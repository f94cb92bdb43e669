/** The command {@code replay}: publishes a stretch of {@code clerk.events} into it again, and says what that changed. */
@NullMarked
package dev.rollcall.worker.replay;

import org.jspecify.annotations.NullMarked;
