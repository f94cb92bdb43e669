/** The servers that all tests of one JVM share. */
@NullMarked
package dev.rollcall.proving.servers;

import org.jspecify.annotations.NullMarked;
