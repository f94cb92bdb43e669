/** The {@code rollcall} command line: one class per command. */
@NullMarked
package dev.rollcall.local.cli;

import org.jspecify.annotations.NullMarked;
