@NullMarked
package dev.rollcall.proving.chaos;

import org.jspecify.annotations.NullMarked;
