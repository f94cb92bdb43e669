/** What the meters' figures are made of. */
@NullMarked
package dev.rollcall.worker.copy.metrics;

import org.jspecify.annotations.NullMarked;
