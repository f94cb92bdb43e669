/**
 * The operators' plane: the console and its HTTP doors, look-up, dead letters, replay, erasure, checks and commands. It may
 * use the data plane; the data plane never uses it.
 */
@NullMarked
package dev.rollcall.worker.operate;

import org.jspecify.annotations.NullMarked;
