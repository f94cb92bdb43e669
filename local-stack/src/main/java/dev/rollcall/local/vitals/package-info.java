/** The few figures of a running stack that one line can show, read from both applications' metrics. */
@NullMarked
package dev.rollcall.local.vitals;

import org.jspecify.annotations.NullMarked;
