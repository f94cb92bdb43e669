/** What commands print: text of other people must not control the reader's terminal. */
@NullMarked
package dev.rollcall.model.terminal;

import org.jspecify.annotations.NullMarked;
