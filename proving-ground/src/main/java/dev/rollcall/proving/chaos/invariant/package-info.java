/** The invariants I1 to I15, each read off the log, the tables, the change topics, the counters or the processes themselves. */
@NullMarked
package dev.rollcall.proving.chaos.invariant;

import org.jspecify.annotations.NullMarked;
