/** Which names are this machine's. */
@NullMarked
package dev.rollcall.model.http;

import org.jspecify.annotations.NullMarked;
