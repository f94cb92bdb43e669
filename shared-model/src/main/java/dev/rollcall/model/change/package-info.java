/** The contract of a change event: what subscribers of the change topics receive. */
@NullMarked
package dev.rollcall.model.change;

import org.jspecify.annotations.NullMarked;
