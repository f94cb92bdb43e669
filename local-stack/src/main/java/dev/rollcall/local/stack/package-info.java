/**
 * The whole of Rollcall on one machine: PostgreSQL, Kafka, gateway and worker as child processes of one supervisor, what
 * it keeps on disk, and what other commands read of it.
 */
@NullMarked
package dev.rollcall.local.stack;

import org.jspecify.annotations.NullMarked;
