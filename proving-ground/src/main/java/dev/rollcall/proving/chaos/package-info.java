/** {@code rollcall chaos}: the system as real processes, a seeded schedule of faults, and the invariants that must survive them. */
@NullMarked
package dev.rollcall.proving.chaos;

import org.jspecify.annotations.NullMarked;
