/** Tests of how objects are read into records. */
@NullMarked
package dev.rollcall.model.clerk;

import org.jspecify.annotations.NullMarked;
