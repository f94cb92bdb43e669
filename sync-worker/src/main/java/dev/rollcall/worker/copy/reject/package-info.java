/** Dead letters: the exact bytes to their topic, a projection without personal data to the database. */
@NullMarked
package dev.rollcall.worker.copy.reject;

import org.jspecify.annotations.NullMarked;
