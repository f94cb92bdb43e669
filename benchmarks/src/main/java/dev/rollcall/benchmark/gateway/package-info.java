/** The gateway against a bare Netty handler. */
@NullMarked
package dev.rollcall.benchmark.gateway;

import org.jspecify.annotations.NullMarked;
