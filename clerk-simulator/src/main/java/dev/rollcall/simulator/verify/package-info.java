/**
 * Says whether the tables and the change topics hold what a world must result in. Expectations come from the world's
 * own history by the rule of order, and share no code with the worker but names.
 */
@NullMarked
package dev.rollcall.simulator.verify;

import org.jspecify.annotations.NullMarked;
