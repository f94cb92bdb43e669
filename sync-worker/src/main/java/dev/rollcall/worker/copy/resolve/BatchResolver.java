package dev.rollcall.worker.copy.resolve;

import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.Resolved;
import dev.rollcall.worker.copy.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reduces a batch to one write for each entity. PostgreSQL refuses to touch a row twice in one statement, but only when
 * the first touch changes it; and two workers that write the same rows in different orders would wait for each other
 * forever.
 */
public final class BatchResolver {

    private static final Comparator<Decoded.OfEntity> BY_VERSION = Comparator.comparing(Decoded.OfEntity::version);

    private BatchResolver() {}

    public static Resolution resolve(List<Decoded> decoded) {
        Map<Table, Map<EntityKey, List<Decoded.OfEntity>>> byTable = new HashMap<>();
        List<Decoded.Rejected> rejected = new ArrayList<>();
        List<Decoded.Ignored> ignored = new ArrayList<>();
        for (Decoded record : decoded) {
            switch (record) {
                case Decoded.OfEntity entity ->
                    byTable.computeIfAbsent(entity.table(), table -> new HashMap<>())
                            .computeIfAbsent(entity.key(), key -> new ArrayList<>(2))
                            .add(entity);
                case Decoded.Rejected dead -> rejected.add(dead);
                case Decoded.Ignored without -> ignored.add(without);
            }
        }
        Map<Table, List<Resolved>> entities = new HashMap<>();
        byTable.forEach((table, byKey) -> entities.put(table, sorted(byKey)));
        return new Resolution(entities, rejected, ignored);
    }

    private static List<Resolved> sorted(Map<EntityKey, List<Decoded.OfEntity>> byKey) {
        List<Resolved> resolved = new ArrayList<>(byKey.size());
        byKey.forEach((key, all) -> resolved.add(
                new Resolved(key, greatest(all, Decoded.State.class), greatest(all, Decoded.End.class), all)));
        resolved.sort(Comparator.comparing(Resolved::key));
        return resolved;
    }

    /** Of several records with one version (true duplicates) the first. */
    private static <T extends Decoded.OfEntity> @Nullable T greatest(List<Decoded.OfEntity> all, Class<T> kind) {
        T greatest = null;
        for (Decoded.OfEntity candidate : all) {
            if (kind.isInstance(candidate) && (greatest == null || BY_VERSION.compare(candidate, greatest) > 0)) {
                greatest = kind.cast(candidate);
            }
        }
        return greatest;
    }
}
