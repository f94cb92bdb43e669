package dev.rollcall.simulator.verify;

import org.jspecify.annotations.Nullable;

/**
 * One announcement, as far as the fold needs it.
 *
 * @param topic without the prefix, such as {@code clerk.changes.users}
 * @param key the entity id
 * @param value the row as JSON, null when it ended
 * @param eventId header {@code ce_id}, null when missing
 * @param revision header {@code ce_revision}, null when missing or not a number
 */
record FeedRecord(
        String topic,
        String key,
        @Nullable String value,
        @Nullable String eventId,
        @Nullable Long revision) {}
