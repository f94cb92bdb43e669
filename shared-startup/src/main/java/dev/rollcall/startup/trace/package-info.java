/** Traces over OTLP: whether they are exported, and OpenTelemetry's start with our defaults. */
@NullMarked
package dev.rollcall.startup.trace;

import org.jspecify.annotations.NullMarked;
