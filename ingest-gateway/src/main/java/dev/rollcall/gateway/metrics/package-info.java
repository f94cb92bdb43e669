/** What the gateway counts, and the equation that its counters obey. */
@NullMarked
package dev.rollcall.gateway.metrics;

import org.jspecify.annotations.NullMarked;
