/** Names and tags of the worker's metrics, and the equation that they satisfy. */
@NullMarked
package dev.rollcall.worker.copy.metrics;

import org.jspecify.annotations.NullMarked;
