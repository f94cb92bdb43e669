package dev.rollcall.worker.copy.apply;

import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The records of a batch that were already in the last batch: what they wrote may never have been announced. A row that
 * still has their coordinates is announced now; a true duplicate stands at another offset, and is not.
 */
record Redelivery(Map<Coordinates, Decoded.OfEntity> records, Set<SourceRecord> sources) {

    static Redelivery of(Resolution resolution, Progress progress) {
        Map<Coordinates, Decoded.OfEntity> records = new HashMap<>();
        Set<SourceRecord> sources = new HashSet<>();
        resolution
                .records()
                .filter(record -> progress.mayBeUnannounced(record.source()))
                .forEach(record -> {
                    records.put(progress.of(record.source()), record);
                    sources.add(record.source());
                });
        return new Redelivery(records, sources);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    boolean contains(SourceRecord source) {
        return sources.contains(source);
    }

    boolean wrote(Present present) {
        return records.containsKey(present.writer());
    }

    Set<Coordinates> writers() {
        return records.keySet();
    }

    List<Written> unannounced(Table table, Collection<Present> present) {
        return present.stream()
                .filter(this::wrote)
                .map(row -> new Written(
                        table,
                        row.key(),
                        row.ended() ? null : contentOf(row),
                        row.owners(),
                        row.version(),
                        row.writer(),
                        row.revision(),
                        row.writtenAtMillis()))
                .toList();
    }

    /**
     * From the record that wrote it, which has come again: so the change event has the bytes that it would have had,
     * and no content of unknown length is read back from the database.
     */
    private Row contentOf(Present row) {
        if (records.get(row.writer()) instanceof Decoded.State state
                && state.key().equals(row.key())) {
            return state.row();
        }
        throw new IllegalStateException("a live row has the coordinates of a record that is no state of it");
    }
}
