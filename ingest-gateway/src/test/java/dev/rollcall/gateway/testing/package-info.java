/** What the gateway's tests share: a sender that signs, a socket that shows every byte, a reader of topics. */
@NullMarked
package dev.rollcall.gateway.testing;

import org.jspecify.annotations.NullMarked;
