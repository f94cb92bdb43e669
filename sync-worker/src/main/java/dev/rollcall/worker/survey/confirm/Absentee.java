package dev.rollcall.worker.survey.confirm;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Owners;
import org.jspecify.annotations.Nullable;

/**
 * A row that a walk to the end did not list.
 *
 * @param owners as the row has them
 * @param lives whether it has not ended
 * @param revision 0 for a placeholder
 * @param writtenAtMillis {@code sync_committed_at}
 * @param firstConfirmedAtMillis when a first round found it gone; null before
 * @param secondConfirmedAtMillis when a second one did, by the same clock
 */
public record Absentee(
        Resource resource,
        String id,
        Owners owners,
        boolean lives,
        long revision,
        long writtenAtMillis,
        @Nullable Long firstConfirmedAtMillis,
        @Nullable Long secondConfirmedAtMillis) {

    /** Null where it belongs to none, or nobody knows. */
    @Nullable String organizationId() {
        return owners.idOf(Resource.ORGANIZATION);
    }

    Owner asOwner() {
        return new Owner(resource, id);
    }

    Absentee confirmed(@Nullable Long first, @Nullable Long second) {
        return new Absentee(resource, id, owners, lives, revision, writtenAtMillis, first, second);
    }
}
