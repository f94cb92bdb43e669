@NullMarked
package dev.rollcall.local.application;

import org.jspecify.annotations.NullMarked;
