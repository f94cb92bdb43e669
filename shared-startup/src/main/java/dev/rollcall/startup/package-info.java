/** How a process starts, and how it refuses to: settings with one line that says what to write instead, and files of secrets. */
@NullMarked
package dev.rollcall.startup;

import org.jspecify.annotations.NullMarked;
