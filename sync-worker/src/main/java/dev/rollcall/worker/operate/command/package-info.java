/**
 * The worker's command line: what an operator runs and then ends.
 */
@NullMarked
package dev.rollcall.worker.operate.command;

import org.jspecify.annotations.NullMarked;
