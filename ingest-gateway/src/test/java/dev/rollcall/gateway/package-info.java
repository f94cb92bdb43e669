/** The gateway as a whole, against a real Kafka. */
@NullMarked
package dev.rollcall.gateway;

import org.jspecify.annotations.NullMarked;
