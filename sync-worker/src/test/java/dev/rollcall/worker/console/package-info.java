/** What the console's figures are made of. */
@NullMarked
package dev.rollcall.worker.console;

import org.jspecify.annotations.NullMarked;
