@NullMarked
package dev.rollcall.gateway.trace;

import org.jspecify.annotations.NullMarked;
