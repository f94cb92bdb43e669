/** Writes down who did what, in a table that the worker's login can only add to. */
@NullMarked
package dev.rollcall.worker.operate.audit;

import org.jspecify.annotations.NullMarked;
