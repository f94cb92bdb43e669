/** Tests of what a delivery is, and of the order of versions. */
@NullMarked
package dev.rollcall.model.event;

import org.jspecify.annotations.NullMarked;
