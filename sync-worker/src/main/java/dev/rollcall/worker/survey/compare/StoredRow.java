package dev.rollcall.worker.survey.compare;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.ErasureIds;
import dev.rollcall.worker.copy.table.Row;
import org.jspecify.annotations.Nullable;

/**
 * A row as it is, with its children.
 *
 * @param version {@code sync_updated_at_ms, sync_event_at_ms, sync_message_id}
 * @param revision {@code sync_revision}; 0 for a placeholder
 * @param content in the order of the table's columns: text, JSON as text, numbers, times as epoch milliseconds; children
 *     in the order of the table's child tables
 * @param end null while it lives
 */
public record StoredRow(
        EntityVersion version,
        long revision,
        Row content,
        @Nullable StoredEnd end) {

    /** Whether {@code ensure_user} made it, and no state has come since. */
    public boolean isPlaceholder() {
        return revision == 0;
    }

    /** Whether an erasure of somebody else blanked values in it. */
    public boolean isBlanked() {
        return ErasureIds.isOfBlanked(version.messageId());
    }
}
