/** Keeps the optional history of all changes within its months. Triggers write it; see {@code V4__history.sql}. */
@NullMarked
package dev.rollcall.worker.operate.history;

import org.jspecify.annotations.NullMarked;
