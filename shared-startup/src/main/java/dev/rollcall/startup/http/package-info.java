/** What both applications refuse on the port where operators ask. */
@NullMarked
package dev.rollcall.startup.http;

import org.jspecify.annotations.NullMarked;
