/** Going through a list of Clerk's without missing a row, while it changes. Pure: who asks and who writes stand elsewhere. */
@NullMarked
package dev.rollcall.worker.survey.walk;

import org.jspecify.annotations.NullMarked;
