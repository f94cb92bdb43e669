/** A synthetic event that this gateway sends to itself, so that silence and breakage can be told apart. */
@NullMarked
package dev.rollcall.gateway.heartbeat;

import org.jspecify.annotations.NullMarked;
