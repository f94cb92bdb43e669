package dev.rollcall.worker.copy.batch;

import dev.rollcall.worker.copy.table.Table;
import java.util.List;

/**
 * The result of applying a batch.
 *
 * @param toAnnounce every row version that has to be announced, each row once
 * @param outcomes one for each record about an entity
 */
public record Applied(List<Written> toAnnounce, List<OfRecord> outcomes) {

    /** What came of one record. */
    public record OfRecord(Decoded.OfEntity record, Outcome outcome) {

        public Table table() {
            return record.table();
        }
    }
}
