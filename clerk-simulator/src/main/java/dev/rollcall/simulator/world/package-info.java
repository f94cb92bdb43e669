/**
 * The seeded world: users, organizations and memberships that change as Clerk's do, and the event of every change. A
 * pure function of its settings: the clock takes no part, so the same settings give the same bytes for ever.
 */
@NullMarked
package dev.rollcall.simulator.world;

import org.jspecify.annotations.NullMarked;
