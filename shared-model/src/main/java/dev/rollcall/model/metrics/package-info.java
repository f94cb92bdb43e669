/** What a page of metrics says: the console and the local stack ask the applications for theirs. */
@NullMarked
package dev.rollcall.model.metrics;

import org.jspecify.annotations.NullMarked;
