/** How to reach the Kafka cluster. */
@NullMarked
package dev.rollcall.worker.kafka;

import org.jspecify.annotations.NullMarked;
