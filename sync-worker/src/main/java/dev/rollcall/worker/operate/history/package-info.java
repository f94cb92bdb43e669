/** Keeps the optional history of all changes within its months. Triggers write it; see {@code V8__history.sql}. */
@NullMarked
package dev.rollcall.worker.operate.history;

import org.jspecify.annotations.NullMarked;
