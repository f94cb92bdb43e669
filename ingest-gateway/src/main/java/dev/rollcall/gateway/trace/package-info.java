/** Where a verified request's trace begins, and who is told of it: an OpenTelemetry collector, or nobody. */
@NullMarked
package dev.rollcall.gateway.trace;

import org.jspecify.annotations.NullMarked;
