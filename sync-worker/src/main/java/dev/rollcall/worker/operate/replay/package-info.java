/**
 * Publishes events into {@code clerk.events} again: a stretch of the topic itself (the command {@code replay}), or what rows
 * without a table of their own hold (reprocessing). Says what that changed.
 */
@NullMarked
package dev.rollcall.worker.operate.replay;

import org.jspecify.annotations.NullMarked;
