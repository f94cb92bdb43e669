/** What the log says of events: each dead letter, and what came of every other when somebody asks for it. */
@NullMarked
package dev.rollcall.worker.journal;

import org.jspecify.annotations.NullMarked;
