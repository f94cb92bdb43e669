/** The counters before anything has happened. */
@NullMarked
package dev.rollcall.gateway.metrics;

import org.jspecify.annotations.NullMarked;
