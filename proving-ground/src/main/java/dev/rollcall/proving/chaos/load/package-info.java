/** Clerk's part in a chaos run: a seeded world sent with Svix's retries, and single requests whose answers are looked at. */
@NullMarked
package dev.rollcall.proving.chaos.load;

import org.jspecify.annotations.NullMarked;
