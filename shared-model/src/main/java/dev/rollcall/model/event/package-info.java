/** What a delivery is: its envelope, its message id, and the version by which states of one entity are ordered. */
@NullMarked
package dev.rollcall.model.event;

import org.jspecify.annotations.NullMarked;
