/** How to reach the Kafka cluster, how much of it may be in memory, and how topics are read beside the loops. */
@NullMarked
package dev.rollcall.worker.prepare.kafka;

import org.jspecify.annotations.NullMarked;
