/**
 * The data plane: {@code consume}, {@code decode}, {@code resolve}, {@code apply}, {@code announce}, in this order, with what
 * they need. {@link dev.rollcall.worker.copy.BatchPipeline} takes one batch through them. Nothing here knows the operators'
 * plane.
 */
@NullMarked
package dev.rollcall.worker.copy;

import org.jspecify.annotations.NullMarked;
