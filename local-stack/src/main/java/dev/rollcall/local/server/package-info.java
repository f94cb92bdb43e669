/** A real PostgreSQL and a real Kafka broker as child processes, with durable data in a directory. */
@NullMarked
package dev.rollcall.local.server;

import org.jspecify.annotations.NullMarked;
