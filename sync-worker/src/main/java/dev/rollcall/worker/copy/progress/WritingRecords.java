package dev.rollcall.worker.copy.progress;

import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.SourceRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the record that wrote a row: a change belongs to the trace of the event that caused it and is of its origin,
 * whatever else was in its batch. Nothing is made for records whose rows are not announced.
 */
public final class WritingRecords {

    private final Map<Integer, List<SourceRecord>> byWriter = new HashMap<>();

    public WritingRecords(PolledBatch batch, Progress progress) {
        for (PolledBatch.Slice slice : batch.slices().values()) {
            byWriter.put(progress.of(slice.records().getFirst()).writer(), slice.records());
        }
    }

    /** Null when the record is not in the batch. */
    public @Nullable SourceRecord of(Coordinates writer) {
        List<SourceRecord> records = byWriter.getOrDefault(writer.writer(), List.of());
        // Offsets rise, but not always by one: where a transaction's marker stood there is no record.
        int low = 0;
        int high = records.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            SourceRecord record = records.get(middle);
            int order = Long.compare(record.offset(), writer.offset());
            if (order == 0) {
                return record;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }
}
