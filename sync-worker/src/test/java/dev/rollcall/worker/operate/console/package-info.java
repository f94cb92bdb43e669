/** What the console's figures are made of. */
@NullMarked
package dev.rollcall.worker.operate.console;

import org.jspecify.annotations.NullMarked;
