/** What a run says in the end: to the terminal, and as JSON. */
@NullMarked
package dev.rollcall.proving.chaos.report;

import org.jspecify.annotations.NullMarked;
