/** The servers that all tests of one JVM share. */
@NullMarked
package dev.rollcall.local.testing;

import org.jspecify.annotations.NullMarked;
