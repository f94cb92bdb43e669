/** The worker surveys by itself when it is told how often: always dry, one worker at a time. */
@NullMarked
package dev.rollcall.worker.survey.schedule;

import org.jspecify.annotations.NullMarked;
