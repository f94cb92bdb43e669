/** The connection to PostgreSQL: its URL as users write it, its pool and its timeouts. */
@NullMarked
package dev.rollcall.worker.prepare.database;

import org.jspecify.annotations.NullMarked;
