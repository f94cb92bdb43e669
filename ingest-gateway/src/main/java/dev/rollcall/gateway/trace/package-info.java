/** Where a verified request's trace begins, and where it is exported to: an OpenTelemetry collector, or nowhere. */
@NullMarked
package dev.rollcall.gateway.trace;

import org.jspecify.annotations.NullMarked;
