/**
 * The sync worker: consumes {@code clerk.events}, applies what it understands to PostgreSQL in order, and announces what
 * it wrote. The packages are the steps of one batch; {@link dev.rollcall.worker.BatchPipeline} knows them all.
 */
@NullMarked
package dev.rollcall.worker;

import org.jspecify.annotations.NullMarked;
