@NullMarked
package dev.rollcall.local.cli;

import org.jspecify.annotations.NullMarked;
