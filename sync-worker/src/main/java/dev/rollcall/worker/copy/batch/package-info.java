/** The words that the steps of a batch exchange: records, what they decode to, what was written, what came of each. */
@NullMarked
package dev.rollcall.worker.copy.batch;

import org.jspecify.annotations.NullMarked;
