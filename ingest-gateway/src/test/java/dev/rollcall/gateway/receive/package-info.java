/** HTTP on a real socket, with a reception that the test controls. */
@NullMarked
package dev.rollcall.gateway.receive;

import org.jspecify.annotations.NullMarked;
