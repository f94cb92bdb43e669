/** What is sent to Kafka and with which settings. */
@NullMarked
package dev.rollcall.gateway.publish;

import org.jspecify.annotations.NullMarked;
