/** A TCP proxy that treats a link badly on purpose: slow, narrow, in slices, silent, cut, or with its answers lost. */
@NullMarked
package dev.rollcall.proving.proxy;

import org.jspecify.annotations.NullMarked;
