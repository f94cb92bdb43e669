/** Real servers and the real executable jars, for one run, in a directory that is deleted afterwards. */
@NullMarked
package dev.rollcall.benchmark.stack;

import org.jspecify.annotations.NullMarked;
