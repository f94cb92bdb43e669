package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.survey.compare.Suspect;
import dev.rollcall.worker.survey.compare.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A suspect as the database keeps it.
 *
 * @param rowUpdatedMillis null where there was no row
 * @param code why it is unreadable; else null
 * @param outcome null before the second look
 */
record SuspectRow(
        String id,
        Verdict verdict,
        long clerkUpdatedMillis,
        @Nullable Long rowUpdatedMillis,
        @Nullable Long rowEventMillis,
        @Nullable String organizationId,
        @Nullable String userId,
        List<String> columns,
        @Nullable FailureCode code,
        @Nullable Outcome outcome) {

    /** What became of it. */
    enum Outcome {
        SETTLED,
        LEFT,
        PUBLISHED,
        ENDED;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Of a row that Clerk did not list. */
    static SuspectRow unlisted(CopyRows.Known row) {
        return new SuspectRow(
                row.id(),
                Verdict.UNCONFIRMED,
                0,
                null,
                null,
                organizationOf(row.owners()),
                userOf(row.owners()),
                List.of(),
                null,
                null);
    }

    static @Nullable String organizationOf(Owners owners) {
        return owners.idOf(Resource.ORGANIZATION);
    }

    static @Nullable String userOf(Owners owners) {
        return owners.idOf(Resource.USER);
    }

    Suspect suspect(Resource resource) {
        return new Suspect(resource, id, verdict, clerkUpdatedMillis, rowUpdatedMillis == null ? 0 : rowUpdatedMillis);
    }

    SuspectRow became(Verdict now, Outcome then) {
        return became(now, code, then);
    }

    SuspectRow became(Verdict now, @Nullable FailureCode why, Outcome then) {
        return new SuspectRow(
                id,
                now,
                clerkUpdatedMillis,
                rowUpdatedMillis,
                rowEventMillis,
                organizationId,
                userId,
                columns,
                why,
                then);
    }
}
