/** How fast Rollcall is, as ratios against something bare in the same run on the same machine. */
@NullMarked
package dev.rollcall.benchmark;

import org.jspecify.annotations.NullMarked;
