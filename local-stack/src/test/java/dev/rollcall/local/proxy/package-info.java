@NullMarked
package dev.rollcall.local.proxy;

import org.jspecify.annotations.NullMarked;
