/**
 * Clerk's Backend API as a survey asks it: reading only, within a share of the instance's budget, with a key that is shown
 * to nobody.
 */
@NullMarked
package dev.rollcall.worker.survey.api;

import org.jspecify.annotations.NullMarked;
