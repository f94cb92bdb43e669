package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.event.ErasureIds;

/**
 * That a row ended.
 *
 * @param atMillis {@code sync_committed_at} of the ended row: the database's clock
 * @param messageId {@code sync_message_id}: what ended it, or its owner
 */
public record StoredEnd(long atMillis, String messageId) {

    /** Whether somebody asked for it to be forgotten. */
    public boolean isErasure() {
        return ErasureIds.isOfEnd(messageId);
    }
}
