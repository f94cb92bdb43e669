@NullMarked
package dev.rollcall.local.chaos;

import org.jspecify.annotations.NullMarked;
