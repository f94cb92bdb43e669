/** The database as the loops use it: a batch's transaction, where each partition stands, and whether it can be written. */
@NullMarked
package dev.rollcall.worker.copy.store;

import org.jspecify.annotations.NullMarked;
