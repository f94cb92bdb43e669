@NullMarked
package dev.rollcall.gateway.answer;

import org.jspecify.annotations.NullMarked;
