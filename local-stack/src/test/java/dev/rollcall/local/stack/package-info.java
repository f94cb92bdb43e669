@NullMarked
package dev.rollcall.local.stack;

import org.jspecify.annotations.NullMarked;
