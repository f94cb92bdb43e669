package dev.rollcall.worker.copy.batch;

import dev.rollcall.model.change.ChangeOperation;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * A row version that is in the database, or will be when this batch commits, and has to be announced.
 *
 * @param row the content; null when the row ended
 * @param owners as far as they are known; where the table collects owners, those that this write brought or found
 * @param version of the state or delete that wrote it; for a cascaded end, that of the owner's delete
 * @param writer the record that wrote it
 * @param revision 1 for the first version
 * @param writtenAtMillis start of the writing transaction, epoch milliseconds
 */
public record Written(
        Table table,
        EntityKey key,
        @Nullable Row row,
        Owners owners,
        EntityVersion version,
        Coordinates writer,
        long revision,
        long writtenAtMillis) {

    public ChangeOperation operation() {
        if (row == null) {
            return ChangeOperation.DELETED;
        }
        return revision == 1 ? ChangeOperation.CREATED : ChangeOperation.UPDATED;
    }

    /** What came of the record that wrote it. */
    public Outcome outcome() {
        return switch (operation()) {
            case CREATED -> Outcome.INSERTED;
            case UPDATED -> Outcome.UPDATED;
            case DELETED -> Outcome.DELETED;
        };
    }
}
