/** What has to stand before anything is copied: the way to PostgreSQL and Kafka, the schema, the topics. */
@NullMarked
package dev.rollcall.worker.prepare;

import org.jspecify.annotations.NullMarked;
