/**
 * One survey, from its preflight to its figures: {@link dev.rollcall.worker.survey.run.Survey} is the one class that knows
 * the steps. It writes no row of {@code clerk}: what is to be mended goes through {@code clerk.events} like everything else.
 */
@NullMarked
package dev.rollcall.worker.survey.run;

import org.jspecify.annotations.NullMarked;
