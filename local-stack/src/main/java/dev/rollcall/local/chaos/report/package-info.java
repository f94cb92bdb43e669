/** What a run says in the end: to the terminal, as JSON and as HTML. */
@NullMarked
package dev.rollcall.local.chaos.report;

import org.jspecify.annotations.NullMarked;
