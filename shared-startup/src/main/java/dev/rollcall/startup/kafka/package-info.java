/** What every process with Kafka clients does alike: their native compression, and what they say again and again. */
@NullMarked
package dev.rollcall.startup.kafka;

import org.jspecify.annotations.NullMarked;
