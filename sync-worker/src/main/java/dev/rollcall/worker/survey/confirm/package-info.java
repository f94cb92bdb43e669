/**
 * Whether a row that Clerk no longer lists is gone there. A delete is final and cascades, and Clerk answers 404 alike for a
 * missing object, a missing feature and a key whose instance cannot be resolved: so nothing here believes one answer. Pure:
 * who counts rows and publishes ends stands elsewhere.
 */
@NullMarked
package dev.rollcall.worker.survey.confirm;

import org.jspecify.annotations.NullMarked;
