/** Step 2: per entity, keeps the greatest version and whether there is a delete; sorts by id. */
@NullMarked
package dev.rollcall.worker.copy.resolve;

import org.jspecify.annotations.NullMarked;
