/** The names, keys, headers and policies of every Kafka topic that Rollcall uses. */
@NullMarked
package dev.rollcall.model.topic;

import org.jspecify.annotations.NullMarked;
