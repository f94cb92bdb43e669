/**
 * What an object of Clerk's Backend API says about its row: a verdict, and the event that would mend it. Pure: who reads
 * rows, asks Clerk and publishes stands elsewhere.
 */
@NullMarked
package dev.rollcall.worker.survey.compare;

import org.jspecify.annotations.NullMarked;
