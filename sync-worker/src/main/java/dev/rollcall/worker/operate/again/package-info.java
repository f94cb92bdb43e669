/**
 * Announces rows that are in the database into their change topics once more: for a new Kafka, a second cluster, or a
 * consumer that lost what it had. It touches no row.
 */
@NullMarked
package dev.rollcall.worker.operate.again;

import org.jspecify.annotations.NullMarked;
