/** Reads HTTP/1.1 requests within bounds of size, time and memory, and writes their answers. Knows nothing of webhooks. */
@NullMarked
package dev.rollcall.gateway.receive;

import org.jspecify.annotations.NullMarked;
