package dev.rollcall.worker.apply;

import dev.rollcall.worker.batch.Coordinates;
import dev.rollcall.worker.batch.Decoded;
import dev.rollcall.worker.batch.Resolution;
import dev.rollcall.worker.batch.SourceRecord;
import dev.rollcall.worker.batch.Written;
import dev.rollcall.worker.progress.Progress;
import dev.rollcall.worker.table.Row;
import dev.rollcall.worker.table.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The records of a batch that were in the last batch before: what they wrote was perhaps never announced. A row that
 * still has their coordinates is announced now; a true duplicate stands at another offset, and is not.
 */
record Redelivery(Set<Coordinates> coordinates, Set<SourceRecord> sources) {

    static Redelivery of(Resolution resolution, Progress progress) {
        Set<Coordinates> coordinates = new HashSet<>();
        Set<SourceRecord> sources = new HashSet<>();
        resolution
                .records()
                .map(Decoded.OfEntity::source)
                .filter(progress::mayBeUnannounced)
                .forEach(source -> {
                    coordinates.add(progress.of(source));
                    sources.add(source);
                });
        return new Redelivery(coordinates, sources);
    }

    boolean isEmpty() {
        return coordinates.isEmpty();
    }

    boolean contains(SourceRecord source) {
        return sources.contains(source);
    }

    boolean wrote(Present present) {
        return coordinates.contains(present.writer());
    }

    Set<Integer> writers() {
        return coordinates.stream().map(Coordinates::writer).collect(Collectors.toSet());
    }

    List<Written> unannounced(Rows rows, Table table, Collection<Present> present) throws SQLException {
        List<Present> mine = present.stream().filter(this::wrote).toList();
        List<String> live = mine.stream()
                .filter(row -> !row.ended())
                .map(row -> row.key().id())
                .toList();
        Map<String, Row> content = live.isEmpty() ? Map.of() : rows.content(table, live);
        List<Written> unannounced = new ArrayList<>(mine.size());
        for (Present row : mine) {
            unannounced.add(new Written(
                    table,
                    row.key(),
                    row.ended() ? null : content.get(row.key().id()),
                    row.owners(),
                    row.version(),
                    row.writer(),
                    row.revision(),
                    row.writtenAtMillis()));
        }
        return unannounced;
    }
}
