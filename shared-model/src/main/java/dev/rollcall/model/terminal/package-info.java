/** What commands print: text of other people must not steer the terminal of whoever reads it. */
@NullMarked
package dev.rollcall.model.terminal;

import org.jspecify.annotations.NullMarked;
