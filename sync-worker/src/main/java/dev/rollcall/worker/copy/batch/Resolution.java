package dev.rollcall.worker.copy.batch;

import dev.rollcall.worker.copy.table.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A batch, decided: at most one write for each entity.
 *
 * @param entities by table, each list in ascending order of key
 * @param rejected go to the dead letters
 * @param ignored have no effect
 */
public record Resolution(
        Map<Table, List<Resolved>> entities, List<Decoded.Rejected> rejected, List<Decoded.Ignored> ignored) {

    public List<Resolved> of(Table table) {
        return entities.getOrDefault(table, List.of());
    }

    /** Every record that says something about an entity. */
    public Stream<Decoded.OfEntity> records() {
        return entities.values().stream().flatMap(List::stream).flatMap(entity -> entity.all().stream());
    }
}
