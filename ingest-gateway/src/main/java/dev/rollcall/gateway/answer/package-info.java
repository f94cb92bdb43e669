/** The closed table of everything that a request can be answered with; the only language that all steps share. */
@NullMarked
package dev.rollcall.gateway.answer;

import org.jspecify.annotations.NullMarked;
