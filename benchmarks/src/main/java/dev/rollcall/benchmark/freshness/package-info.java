/** From the POST to the commit of the row. */
@NullMarked
package dev.rollcall.benchmark.freshness;

import org.jspecify.annotations.NullMarked;
