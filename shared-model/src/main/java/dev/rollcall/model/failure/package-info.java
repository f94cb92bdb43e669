/** Why an event could not be applied: a closed list of codes, each with the kind that decides what happens. */
@NullMarked
package dev.rollcall.model.failure;

import org.jspecify.annotations.NullMarked;
