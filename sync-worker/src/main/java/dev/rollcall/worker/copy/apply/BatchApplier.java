package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.change.ChangeOperation;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.worker.copy.apply.TableRows.NewEnd;
import dev.rollcall.worker.copy.apply.TableRows.NewState;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.Resolved;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Writes a resolved batch inside the caller's transaction, table by table, owners first. The row itself is the ledger:
 * it keeps the version that wrote it, so a duplicate or an older event changes nothing.
 */
public final class BatchApplier {

    /** One statement stays short enough for its timeout; one transaction holds as many as a cascade takes. */
    private static final int CASCADE_STEP = 5_000;

    private final Map<Table, Statements> statements = new HashMap<>();

    private final InstantSource clock;

    /** @param clock of ends whose events have no time */
    public BatchApplier(InstantSource clock) {
        this.clock = clock;
        Table.IN_ORDER.forEach(table -> statements.put(table, new Statements(table)));
    }

    public Applied apply(Connection connection, Resolution resolution, Progress progress) throws SQLException {
        return apply(new Session(connection, statements, clock), resolution, progress);
    }

    /** PostgreSQL, over the connection that holds the transaction. */
    private record Session(Connection connection, Map<Table, Statements> statements, InstantSource clock)
            implements Rows {

        @Override
        public void lockOwners(Resolution resolution) throws SQLException {
            OwnershipLocks.take(connection, resolution);
        }

        @Override
        public TableRows of(Table table) {
            Statements ofTable = statements.get(table);
            if (ofTable == null) {
                throw new IllegalStateException("no statements for " + table);
            }
            return new TableWriter(connection, ofTable, clock);
        }

        @Override
        public void rememberRoleKeys(SortedMap<RoleKeys.Name, RoleKeys.Times> keys) throws SQLException {
            RoleKeys.remember(connection, keys);
        }
    }

    static Applied apply(Rows rows, Resolution resolution, Progress progress) throws SQLException {
        rows.lockOwners(resolution);
        Redelivery redelivery = Redelivery.of(resolution, progress);
        List<Written> toAnnounce = new ArrayList<>();
        List<Applied.OfRecord> outcomes = new ArrayList<>();
        Map<Owner, End> ended = new HashMap<>();
        for (Table table : Table.IN_ORDER) {
            List<Resolved> entities = resolution.of(table);
            Map<Owner, End> ownerEnds = ownerEnds(table, ended);
            if (entities.isEmpty() && ownerEnds.isEmpty()) {
                continue;
            }
            Map<EntityKey, Written> written = write(rows, table, entities, progress);
            if (table.resource() == Resource.ROLE) {
                rows.rememberRoleKeys(RoleKeys.of(entities));
            }
            written.putAll(cascade(rows.of(table), ownerEnds));
            rememberEnds(ended, entities, written.values(), progress);
            Map<EntityKey, Present> present =
                    present(rows.of(table), table, entities, ownerEnds.keySet(), written.keySet(), redelivery);
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
        Set<Owner> endedOwners = endedOwners(rows, entities);
        List<NewState> states = new ArrayList<>(entities.size());
        List<NewEnd> ends = new ArrayList<>();
        List<NewEnd> endsOfStates = new ArrayList<>();
        for (Resolved entity : entities) {
            Decoded.OfEntity winner = entity.winner();
            Owners owners = entity.owners();
            if (winner instanceof Decoded.State state
                    && entity.endsWith().stream().noneMatch(endedOwners::contains)) {
                states.add(
                        new NewState(entity.key(), state.row(), owners, state.version(), progress.of(state.source())));
            } else if (winner instanceof Decoded.End end) {
                ends.add(new NewEnd(entity.key(), owners, end.version(), progress.of(end.source()), end.kept()));
            } else {
                // A state that arrives after its owner's delete is written ended, with its id and owners. A duplicate
                // or stale state needs nothing: its version was announced, and the cascade ends the row. Rows that
                // collect owners are the exception: such a row may not know yet of an owner that a stale state names.
                (table.collectsOwners() ? ends : endsOfStates)
                        .add(new NewEnd(entity.key(), owners, winner.version(), progress.of(winner.source())));
            }
        }
        TableRows ofTable = rows.of(table);
        Map<EntityKey, Written> written = new HashMap<>(ofTable.writeStates(states));
        written.putAll(ofTable.writeEnds(ends));
        written.putAll(ofTable.writeEndsIfNewer(endsOfStates));
        if (table.collectsOwners()) {
            ofTable.collectOwners(states.stream()
                    .filter(state -> !written.containsKey(state.key()))
                    .toList());
        }
        return written;
    }

    /** Which owners of this batch's states have ended, before it or with it. */
    private static Set<Owner> endedOwners(Rows rows, List<Resolved> entities) throws SQLException {
        Map<Resource, Set<String>> named = new EnumMap<>(Resource.class);
        for (Resolved entity : entities) {
            for (Owner owner : entity.endsWith()) {
                named.computeIfAbsent(owner.resource(), resource -> new HashSet<>())
                        .add(owner.id());
            }
        }
        Set<Owner> ended = new HashSet<>();
        for (Map.Entry<Resource, Set<String>> ids : named.entrySet()) {
            rows.of(Table.ofResource(ids.getKey()))
                    .ended(ids.getValue())
                    .forEach(id -> ended.add(new Owner(ids.getKey(), id)));
        }
        return ended;
    }

    /**
     * What ended in this batch, by its own event or by that of an owner.
     *
     * @param version that the rows take which end with it
     */
    private record End(EntityVersion version, Coordinates writer) {}

    /** Ended owners of the table's rows, whether or not their own rows had ended before. */
    private static Map<Owner, End> ownerEnds(Table table, Map<Owner, End> ended) {
        if (table.collectsOwners()) {
            return ended;
        }
        Map<Owner, End> ends = new HashMap<>();
        ended.forEach((owner, end) -> {
            if (table.belongsTo(owner.resource())) {
                ends.put(owner, end);
            }
        });
        return ends;
    }

    private static void rememberEnds(
            Map<Owner, End> ended, List<Resolved> entities, Collection<Written> written, Progress progress) {
        for (Written one : written) {
            Owner owner = one.operation() == ChangeOperation.DELETED ? one.key().whole() : null;
            if (owner != null) {
                ended.put(owner, new End(one.version(), one.writer()));
            }
        }
        for (Resolved entity : entities) {
            Decoded.End end = entity.end();
            Owner owner = end == null ? null : entity.key().whole();
            if (end != null && owner != null) {
                ended.put(owner, new End(end.version(), progress.of(end.source())));
            }
        }
    }

    private static Map<EntityKey, Written> cascade(TableRows rows, Map<Owner, End> ownerEnds) throws SQLException {
        Map<EntityKey, Written> written = new HashMap<>();
        if (!ownerEnds.isEmpty()) {
            rows.forLiveOf(ownerEnds.keySet(), CASCADE_STEP, live -> {
                List<NewEnd> ends = new ArrayList<>(live.size());
                live.forEach((key, owners) -> {
                    End cause = causeOf(key, owners, ownerEnds);
                    ends.add(new NewEnd(key, owners, cause.version(), cause.writer()));
                });
                written.putAll(rows.writeEnds(ends));
            });
        }
        return written;
    }

    private static End causeOf(EntityKey key, Owners owners, Map<Owner, End> ownerEnds) {
        for (Owner owner : owners.known()) {
            End cause = ownerEnds.get(owner);
            if (cause != null) {
                return cause;
            }
        }
        End ofWhole = ownerEnds.get(key.whole());
        if (ofWhole == null) {
            throw new IllegalStateException("a cascade found a row of none of its owners");
        }
        return ofWhole;
    }

    /** The rows of the entities that this batch did not write, locked where they may have to be announced. */
    private static Map<EntityKey, Present> present(
            TableRows rows,
            Table table,
            List<Resolved> entities,
            Set<Owner> ownerEnds,
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
        if (!redelivery.isEmpty() && !ownerEnds.isEmpty() && table.resource() != null) {
            Set<EntityKey> cascaded = rows.endedOf(ownerEnds, redelivery.writers());
            cascaded.removeAll(written);
            redelivered.addAll(cascaded);
            others.removeAll(cascaded);
        }
        Map<EntityKey, Present> present = new HashMap<>(rows.present(others, false));
        present.putAll(rows.present(redelivered, true));
        return present;
    }
}
