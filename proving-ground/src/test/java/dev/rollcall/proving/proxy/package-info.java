@NullMarked
package dev.rollcall.proving.proxy;

import org.jspecify.annotations.NullMarked;
