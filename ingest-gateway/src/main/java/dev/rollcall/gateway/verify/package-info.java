/** Decides whether a request was signed, recently, by someone who holds one of a source's secrets. */
@NullMarked
package dev.rollcall.gateway.verify;

import org.jspecify.annotations.NullMarked;
