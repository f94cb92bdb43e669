/** What a verified body says it is. */
@NullMarked
package dev.rollcall.gateway.identify;

import org.jspecify.annotations.NullMarked;
