/** A Clerk to run locally: a run sends the webhooks of a seeded world to an endpoint, with chosen faults. */
@NullMarked
package dev.rollcall.simulator;

import org.jspecify.annotations.NullMarked;
