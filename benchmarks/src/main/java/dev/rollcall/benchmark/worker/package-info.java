/** The worker against loops that write the same rows from memory. */
@NullMarked
package dev.rollcall.benchmark.worker;

import org.jspecify.annotations.NullMarked;
