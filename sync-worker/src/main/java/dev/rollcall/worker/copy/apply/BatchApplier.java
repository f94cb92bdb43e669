package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.apply.TableWriter.NewEnd;
import dev.rollcall.worker.copy.apply.TableWriter.NewState;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.Resolved;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a resolved batch inside the caller's transaction, table by table, owners first. The row itself is the ledger:
 * it keeps the version that wrote it, so a duplicate or an older event changes nothing.
 */
public final class BatchApplier {

    /** One statement stays short enough for its timeout; one transaction holds as many as a cascade takes. */
    private static final int CASCADE_STEP = 5_000;

    private final Map<Table, TableWriter> writers = new LinkedHashMap<>();

    public BatchApplier() {
        Table.IN_ORDER.forEach(table -> writers.put(table, new TableWriter(table)));
    }

    public Applied apply(Connection connection, Resolution resolution, Progress progress) throws SQLException {
        return apply(new PostgresRows(connection, writers), resolution, progress);
    }

    static Applied apply(Rows rows, Resolution resolution, Progress progress) throws SQLException {
        rows.lockOwners(resolution);
        Redelivery redelivery = Redelivery.of(resolution, progress);
        List<Written> toAnnounce = new ArrayList<>();
        List<Applied.OfRecord> outcomes = new ArrayList<>();
        for (Table table : Table.IN_ORDER) {
            List<Resolved> entities = resolution.of(table);
            Map<Resource, Map<String, Decoded.End>> ownerDeletes = ownerDeletes(table, resolution);
            if (entities.isEmpty() && ownerDeletes.isEmpty()) {
                continue;
            }
            Map<EntityKey, Written> written = write(rows, table, entities, progress);
            if (table.resource() == Resource.ROLE) {
                rows.rememberRoleKeys(RoleKeys.of(entities));
            }
            written.putAll(cascade(rows, table, ownerDeletes, progress));
            Map<EntityKey, Present> present =
                    present(rows, table, entities, ids(ownerDeletes), written.keySet(), redelivery);
            if (table.resource() != null) {
                toAnnounce.addAll(written.values());
                toAnnounce.addAll(redelivery.unannounced(table, present.values()));
            }
            outcomes.addAll(Outcomes.of(entities, written, present, redelivery, progress));
        }
        return new Applied(toAnnounce, outcomes);
    }

    private static Map<EntityKey, Written> write(Rows rows, Table table, List<Resolved> entities, Progress progress)
            throws SQLException {
        Map<Resource, Set<String>> endedOwners = endedOwners(rows, table, entities);
        List<NewState> states = new ArrayList<>(entities.size());
        List<NewEnd> ends = new ArrayList<>();
        List<NewEnd> endsOfStates = new ArrayList<>();
        for (Resolved entity : entities) {
            Decoded.OfEntity winner = entity.winner();
            if (winner instanceof Decoded.State state && !anyOwnerEnded(table, entity.owners(), endedOwners)) {
                states.add(new NewState(
                        entity.key(), state.row(), entity.owners(), state.version(), progress.of(state.source())));
            } else if (winner instanceof Decoded.End end) {
                ends.add(new NewEnd(
                        entity.key(), entity.owners(), end.version(), progress.of(end.source()), end.kept()));
            } else {
                // A state that arrives after its owner's delete is written ended, with its id and owners. A duplicate
                // or stale state needs nothing: its version was announced, and the cascade ends the row. Rows that
                // collect owners are the exception: such a row may not know yet of an owner that a stale state names.
                (table.collectsOwners() ? ends : endsOfStates)
                        .add(new NewEnd(entity.key(), entity.owners(), winner.version(), progress.of(winner.source())));
            }
        }
        Map<EntityKey, Written> written = new HashMap<>(rows.writeStates(table, states));
        written.putAll(rows.writeEnds(table, ends));
        written.putAll(rows.writeEndsIfNewer(table, endsOfStates));
        if (table.collectsOwners()) {
            rows.collectOwners(
                    table,
                    states.stream()
                            .filter(state -> !written.containsKey(state.key()))
                            .toList());
        }
        return written;
    }

    /** Which owners of this batch's states have ended, before it or with it. */
    private static Map<Resource, Set<String>> endedOwners(Rows rows, Table table, List<Resolved> entities)
            throws SQLException {
        Map<Resource, Set<String>> named = new EnumMap<>(Resource.class);
        for (Resolved entity : entities) {
            List<@Nullable String> owners = entity.owners();
            for (int index = 0; index < owners.size(); index++) {
                String owner = owners.get(index);
                if (owner != null) {
                    named.computeIfAbsent(table.ownerAt(index, owner), resource -> new HashSet<>())
                            .add(owner);
                }
            }
        }
        Map<Resource, Set<String>> ended = new EnumMap<>(Resource.class);
        for (Map.Entry<Resource, Set<String>> ids : named.entrySet()) {
            ended.put(ids.getKey(), rows.ended(Table.ofResource(ids.getKey()), ids.getValue()));
        }
        return ended;
    }

    private static boolean anyOwnerEnded(Table table, List<@Nullable String> owners, Map<Resource, Set<String>> ended) {
        for (int index = 0; index < owners.size(); index++) {
            String owner = owners.get(index);
            if (owner != null
                    && ended.getOrDefault(table.ownerAt(index, owner), Set.of()).contains(owner)) {
                return true;
            }
        }
        return false;
    }

    /** The owners of the table's rows that this batch deletes, whether or not their own rows had ended before. */
    private static Map<Resource, Map<String, Decoded.End>> ownerDeletes(Table table, Resolution resolution) {
        Map<Resource, Map<String, Decoded.End>> deletes = new EnumMap<>(Resource.class);
        for (Resource owner : Resource.values()) {
            if (table.belongsTo(owner)) {
                for (Resolved deleted : resolution.of(Table.ofResource(owner))) {
                    if (deleted.end() != null) {
                        deletes.computeIfAbsent(owner, resource -> new HashMap<>())
                                .put(deleted.key().id(), deleted.end());
                    }
                }
            }
        }
        return deletes;
    }

    private static Map<Resource, Set<String>> ids(Map<Resource, Map<String, Decoded.End>> deletes) {
        Map<Resource, Set<String>> ids = new EnumMap<>(Resource.class);
        deletes.forEach((owner, byId) -> ids.put(owner, byId.keySet()));
        return ids;
    }

    private static Map<EntityKey, Written> cascade(
            Rows rows, Table table, Map<Resource, Map<String, Decoded.End>> ownerDeletes, Progress progress)
            throws SQLException {
        Map<EntityKey, Written> written = new HashMap<>();
        Map<EntityKey, List<@Nullable String>> live =
                ownerDeletes.isEmpty() ? Map.of() : rows.liveOf(table, ids(ownerDeletes), CASCADE_STEP);
        while (!live.isEmpty()) {
            List<NewEnd> ends = new ArrayList<>(live.size());
            live.forEach((key, owners) -> {
                Decoded.End cause = causeOf(table, owners, ownerDeletes);
                ends.add(new NewEnd(key, owners, cause.version(), progress.of(cause.source())));
            });
            written.putAll(rows.writeEnds(table, ends));
            live = rows.liveOf(table, ids(ownerDeletes), CASCADE_STEP);
        }
        return written;
    }

    private static Decoded.End causeOf(
            Table table, List<@Nullable String> owners, Map<Resource, Map<String, Decoded.End>> ownerDeletes) {
        for (int index = 0; index < owners.size(); index++) {
            String owner = owners.get(index);
            Decoded.End cause = owner == null
                    ? null
                    : ownerDeletes
                            .getOrDefault(table.ownerAt(index, owner), Map.of())
                            .get(owner);
            if (cause != null) {
                return cause;
            }
        }
        throw new IllegalStateException("a cascade found a row of none of its owners");
    }

    /** The rows of the entities that this batch did not write, locked where they may have to be announced. */
    private static Map<EntityKey, Present> present(
            Rows rows,
            Table table,
            List<Resolved> entities,
            Map<Resource, Set<String>> ownerDeletes,
            Set<EntityKey> written,
            Redelivery redelivery)
            throws SQLException {
        Set<EntityKey> redelivered = new HashSet<>();
        List<EntityKey> others = new ArrayList<>();
        for (Resolved entity : entities) {
            if (!written.contains(entity.key())) {
                if (entity.all().stream().anyMatch(record -> redelivery.contains(record.source()))) {
                    redelivered.add(entity.key());
                } else {
                    others.add(entity.key());
                }
            }
        }
        if (!redelivery.isEmpty() && !ownerDeletes.isEmpty() && table.resource() != null) {
            Set<EntityKey> cascaded = rows.endedOf(table, ownerDeletes, redelivery.writers());
            cascaded.removeAll(written);
            redelivered.addAll(cascaded);
            others.removeAll(cascaded);
        }
        Map<EntityKey, Present> present = new HashMap<>(rows.present(table, others, false));
        present.putAll(rows.present(table, redelivered, true));
        return present;
    }
}
