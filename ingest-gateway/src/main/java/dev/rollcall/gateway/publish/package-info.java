/** Hands a verified event to Kafka, and says so only when Kafka has acknowledged it. */
@NullMarked
package dev.rollcall.gateway.publish;

import org.jspecify.annotations.NullMarked;
