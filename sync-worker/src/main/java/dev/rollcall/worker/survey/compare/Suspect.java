package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.clerk.Resource;

/**
 * What the first look found, as {@code rollcall.survey_suspects} keeps it. {@link Verdict#UNCONFIRMED} for a row that was not listed.
 *
 * @param updatedAtMillis the version that Clerk showed; 0 for a row that was not listed
 * @param rowUpdatedMillis the version of the row beside it; 0 where there was none
 */
public record Suspect(Resource resource, String id, Verdict verdict, long updatedAtMillis, long rowUpdatedMillis) {}
