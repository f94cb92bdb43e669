/** The Kafka transaction of a batch: one producer for each thread, with a transactional id that survives restarts. */
@NullMarked
package dev.rollcall.worker.transaction;

import org.jspecify.annotations.NullMarked;
