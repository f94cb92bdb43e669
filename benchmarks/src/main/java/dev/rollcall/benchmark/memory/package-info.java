/** Heap and resident memory under a long load. */
@NullMarked
package dev.rollcall.benchmark.memory;

import org.jspecify.annotations.NullMarked;
