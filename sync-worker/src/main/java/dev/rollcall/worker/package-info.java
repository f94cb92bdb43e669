/**
 * The sync worker: consumes {@code clerk.events}, applies what it understands to PostgreSQL in order, and announces what
 * it wrote. Three wings, each of which knows only those after it: {@code operate} (what operators use), {@code copy} (the
 * flow of the events), {@code prepare} (what has to stand before). This package wires them.
 */
@NullMarked
package dev.rollcall.worker;

import org.jspecify.annotations.NullMarked;
