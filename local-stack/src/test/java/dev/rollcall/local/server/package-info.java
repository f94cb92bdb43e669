@NullMarked
package dev.rollcall.local.server;

import org.jspecify.annotations.NullMarked;
