/** Alert rules, runbooks and dashboards of {@code deploy/}: read, checked, and executed against what the applications show. */
@NullMarked
package dev.rollcall.system.monitoring;

import org.jspecify.annotations.NullMarked;
