/** Signatures, secrets and timestamps, without a server. */
@NullMarked
package dev.rollcall.gateway.verify;

import org.jspecify.annotations.NullMarked;
