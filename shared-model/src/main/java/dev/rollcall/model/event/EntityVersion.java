package dev.rollcall.model.event;

import java.util.Comparator;

/**
 * Orders the states of one entity: by Clerk's {@code updated_at}, then by the time of the event, then by message id.
 * It is a total order over different messages. Webhook and Backend API objects share {@code updated_at}, so it comes
 * first; {@code svix-timestamp} is the time of the attempt and the time of receipt is ours, so neither takes part.
 *
 * @param updatedAtMillis milliseconds since the epoch, 0 when nothing is known
 * @param eventAtMillis milliseconds since the epoch, 0 when nothing is known
 * @param messageId breaks the tie of two states with equal times
 */
public record EntityVersion(long updatedAtMillis, long eventAtMillis, MessageId messageId)
        implements Comparable<EntityVersion> {

    /** What a placeholder row has; it loses to every event. */
    public static final EntityVersion PLACEHOLDER = new EntityVersion(0, 0, MessageId.NONE);

    private static final Comparator<EntityVersion> ORDER = Comparator.comparingLong(EntityVersion::updatedAtMillis)
            .thenComparingLong(EntityVersion::eventAtMillis)
            .thenComparing(EntityVersion::messageId);

    public EntityVersion {
        if (updatedAtMillis < 0 || eventAtMillis < 0) {
            throw new IllegalArgumentException(
                    "a version has no negative times: " + updatedAtMillis + ", " + eventAtMillis);
        }
    }

    @Override
    public int compareTo(EntityVersion other) {
        return ORDER.compare(this, other);
    }

    public boolean isNewerThan(EntityVersion other) {
        return compareTo(other) > 0;
    }
}
