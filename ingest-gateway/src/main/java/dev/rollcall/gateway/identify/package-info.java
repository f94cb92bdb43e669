/** Reads just enough of a verified body to choose its key and to leave out excluded types. */
@NullMarked
package dev.rollcall.gateway.identify;

import org.jspecify.annotations.NullMarked;
