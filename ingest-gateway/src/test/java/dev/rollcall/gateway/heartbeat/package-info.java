@NullMarked
package dev.rollcall.gateway.heartbeat;

import org.jspecify.annotations.NullMarked;
