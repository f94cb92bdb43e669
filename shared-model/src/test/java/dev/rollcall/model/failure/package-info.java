@NullMarked
package dev.rollcall.model.failure;

import org.jspecify.annotations.NullMarked;
