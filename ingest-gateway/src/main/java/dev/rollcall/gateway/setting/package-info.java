/** How a bad setting is refused: before anything starts, with one line. */
@NullMarked
package dev.rollcall.gateway.setting;

import org.jspecify.annotations.NullMarked;
