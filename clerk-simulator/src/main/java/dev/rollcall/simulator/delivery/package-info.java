/** Delivers events as Svix does: signed, over HTTP, tried again on its schedule, in the order the faults ask for. */
@NullMarked
package dev.rollcall.simulator.delivery;

import org.jspecify.annotations.NullMarked;
