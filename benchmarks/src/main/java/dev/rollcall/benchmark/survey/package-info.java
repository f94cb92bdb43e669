/** How fast a survey walks and compares, what it needs for it, and what a backfill leaves to the worker. */
@NullMarked
package dev.rollcall.benchmark.survey;

import org.jspecify.annotations.NullMarked;
