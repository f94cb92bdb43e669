/** What a batch leaves in traces: the context that goes on from an event to its changes, and one span for a batch. */
@NullMarked
package dev.rollcall.worker.copy.trace;

import org.jspecify.annotations.NullMarked;
