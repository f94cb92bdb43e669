@NullMarked
package dev.rollcall.local.vitals;

import org.jspecify.annotations.NullMarked;
