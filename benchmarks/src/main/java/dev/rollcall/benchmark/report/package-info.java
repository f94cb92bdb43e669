/** What was measured, as tables, and the state of the machine meanwhile. */
@NullMarked
package dev.rollcall.benchmark.report;

import org.jspecify.annotations.NullMarked;
