/** Sabotages: what a developer could break by mistake, and proof that the tests notice. */
@NullMarked
package dev.rollcall.system.sabotage;

import org.jspecify.annotations.NullMarked;
