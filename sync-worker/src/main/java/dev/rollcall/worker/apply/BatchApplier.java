package dev.rollcall.worker.apply;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.apply.TableWriter.NewEnd;
import dev.rollcall.worker.apply.TableWriter.NewState;
import dev.rollcall.worker.batch.Applied;
import dev.rollcall.worker.batch.Decoded;
import dev.rollcall.worker.batch.EntityKey;
import dev.rollcall.worker.batch.Resolution;
import dev.rollcall.worker.batch.Resolved;
import dev.rollcall.worker.batch.Written;
import dev.rollcall.worker.progress.Progress;
import dev.rollcall.worker.table.OwnerColumn;
import dev.rollcall.worker.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
            List<Set<String>> ownerDeletes = ownerDeletes(table, resolution);
            boolean cascades = ownerDeletes.stream().anyMatch(ids -> !ids.isEmpty());
            if (entities.isEmpty() && !cascades) {
                continue;
            }
            Map<EntityKey, Written> written = write(rows, table, entities, progress);
            if (table.resource() == Resource.ROLE) {
                rows.rememberRoleKeys(RoleKeys.of(entities));
            }
            if (cascades) {
                written.putAll(cascade(rows, table, resolution, ownerDeletes, progress));
            }
            Map<EntityKey, Present> present =
                    present(rows, table, entities, ownerDeletes, written.keySet(), redelivery);
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
        List<Set<String>> endedOwners = endedOwners(rows, table, entities);
        List<NewState> states = new ArrayList<>(entities.size());
        List<NewEnd> ends = new ArrayList<>();
        List<NewEnd> endsOfStates = new ArrayList<>();
        for (Resolved entity : entities) {
            Decoded.OfEntity winner = entity.winner();
            if (winner instanceof Decoded.State state && !anyOwnerEnded(state.owners(), endedOwners)) {
                states.add(new NewState(entity.key(), state.row(), state.version(), progress.of(state.source())));
            } else if (winner instanceof Decoded.End end) {
                ends.add(new NewEnd(
                        entity.key(), entity.owners(), end.version(), progress.of(end.source()), end.kept()));
            } else {
                // A state that arrives after its owner's delete is written ended, with its id and owners. One that the
                // row has, or has passed, says nothing: its version was announced, and the cascade ends the row.
                endsOfStates.add(
                        new NewEnd(entity.key(), entity.owners(), winner.version(), progress.of(winner.source())));
            }
        }
        Map<EntityKey, Written> written = new HashMap<>(rows.writeStates(table, states));
        written.putAll(rows.writeEnds(table, ends));
        written.putAll(rows.writeEndsIfNewer(table, endsOfStates));
        return written;
    }

    /** For each owner column, which owners of this batch's states ended: before it, or with it. */
    private static List<Set<String>> endedOwners(Rows rows, Table table, List<Resolved> entities) throws SQLException {
        List<Set<String>> ended = new ArrayList<>();
        for (int index = 0; index < table.owners().size(); index++) {
            Set<String> ids = new HashSet<>();
            for (Resolved entity : entities) {
                String owner = entity.owners().get(index);
                if (owner != null) {
                    ids.add(owner);
                }
            }
            Table owners = Table.ofResource(table.owners().get(index).owner());
            ended.add(ids.isEmpty() ? ids : rows.ended(owners, ids));
        }
        return ended;
    }

    private static boolean anyOwnerEnded(List<@Nullable String> owners, List<Set<String>> ended) {
        for (int index = 0; index < owners.size(); index++) {
            String owner = owners.get(index);
            if (owner != null && ended.get(index).contains(owner)) {
                return true;
            }
        }
        return false;
    }

    /** For each owner column, the owners that this batch deletes, whether or not their own rows had ended before. */
    private static List<Set<String>> ownerDeletes(Table table, Resolution resolution) {
        List<Set<String>> deletes = new ArrayList<>();
        for (OwnerColumn column : table.owners()) {
            Set<String> ids = new HashSet<>();
            for (Resolved owner : resolution.of(Table.ofResource(column.owner()))) {
                if (owner.end() != null) {
                    ids.add(owner.key().id());
                }
            }
            deletes.add(ids);
        }
        return deletes;
    }

    private static Map<EntityKey, Written> cascade(
            Rows rows, Table table, Resolution resolution, List<Set<String>> ownerDeletes, Progress progress)
            throws SQLException {
        List<Map<String, Decoded.End>> causes = new ArrayList<>();
        for (OwnerColumn column : table.owners()) {
            Map<String, Decoded.End> byOwner = new HashMap<>();
            for (Resolved owner : resolution.of(Table.ofResource(column.owner()))) {
                if (owner.end() != null) {
                    byOwner.put(owner.key().id(), owner.end());
                }
            }
            causes.add(byOwner);
        }
        Map<EntityKey, Written> written = new HashMap<>();
        while (true) {
            Map<EntityKey, List<@Nullable String>> live = rows.liveOf(table, ownerDeletes, CASCADE_STEP);
            if (live.isEmpty()) {
                return written;
            }
            List<NewEnd> ends = new ArrayList<>(live.size());
            live.forEach((key, owners) -> {
                Decoded.End cause = causeOf(owners, causes);
                ends.add(new NewEnd(key, owners, cause.version(), progress.of(cause.source())));
            });
            written.putAll(rows.writeEnds(table, ends));
        }
    }

    private static Decoded.End causeOf(List<@Nullable String> owners, List<Map<String, Decoded.End>> causes) {
        for (int index = 0; index < owners.size(); index++) {
            Decoded.End cause = causes.get(index).get(owners.get(index));
            if (cause != null) {
                return cause;
            }
        }
        throw new IllegalStateException("a cascade found a row of none of its owners");
    }

    /** What is there of every entity that this batch did not write, locked where it may have to be announced. */
    private static Map<EntityKey, Present> present(
            Rows rows,
            Table table,
            List<Resolved> entities,
            List<Set<String>> ownerDeletes,
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
        if (!redelivery.isEmpty() && ownerDeletes.stream().anyMatch(ids -> !ids.isEmpty())) {
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
