/** What the meters' figures are made of. */
@NullMarked
package dev.rollcall.worker.metrics;

import org.jspecify.annotations.NullMarked;
