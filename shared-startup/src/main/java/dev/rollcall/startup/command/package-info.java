/** What both command lines, {@code ./rollcall} and the worker's, say in the same way, and how they show that they go on. */
@NullMarked
package dev.rollcall.startup.command;

import org.jspecify.annotations.NullMarked;
