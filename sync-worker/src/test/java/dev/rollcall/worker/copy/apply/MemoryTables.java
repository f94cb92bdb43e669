package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.worker.copy.apply.TableRows.NewEnd;
import dev.rollcall.worker.copy.apply.TableRows.NewState;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables in memory: what the statements of {@link Statements} do, row by row, at READ COMMITTED and with row locks.
 * {@code MemoryTablesIT} holds them against PostgreSQL.
 */
public final class MemoryTables {

    /** @param row null when it ended */
    public record MemoryRow(
            EntityVersion version,
            Coordinates writer,
            long revision,
            long writtenAtMillis,
            Owners owners,
            @Nullable Row row) {

        public boolean ended() {
            return row == null;
        }
    }

    /** Takes a lock that is held until the transaction ends; returns when nobody else holds it. */
    public interface Locks {
        void take(String name, boolean exclusive) throws SQLException;

        /**
         * Told before rows of a table are locked that come after its states: its ends, and what is to be announced again.
         * Two batches may meet there crosswise, on entities whose events lie in two partitions. PostgreSQL ends such a
         * circle, and the batch is done again.
         */
        default void leaveOrder() {}
    }

    /** Told of every row when a transaction commits. */
    @FunctionalInterface
    public interface Witness {
        void changed(Table table, EntityKey key, @Nullable MemoryRow before, MemoryRow after);
    }

    /** A rule that a sabotaged store does not keep. */
    public enum Rule {
        VERSION_GUARD,
        END_OF_DELETED_ROWS,
        OWNERSHIP_LOCKS
    }

    private final Map<Table, TreeMap<EntityKey, MemoryRow>> committed = new HashMap<>();
    private final Set<Rule> broken;
    private final BiPredicate<Table, Row> refused;
    private final Witness witness;

    /** @param refused rows that make the statement fail with SQLSTATE 22003 */
    public MemoryTables(Set<Rule> broken, BiPredicate<Table, Row> refused, Witness witness) {
        this.broken = Set.copyOf(broken);
        this.refused = refused;
        this.witness = witness;
        Table.IN_ORDER.forEach(table -> committed.put(table, new TreeMap<>()));
    }

    /** What is committed, by key. */
    public Map<EntityKey, MemoryRow> rows(Table table) {
        return committed.getOrDefault(table, new TreeMap<>());
    }

    public Session begin(Locks locks, long nowMillis) {
        return new Session(locks, nowMillis);
    }

    /** One transaction. */
    public final class Session implements Rows {

        private final Map<Table, TreeMap<EntityKey, MemoryRow>> written = new HashMap<>();
        private final Locks locks;
        private final long nowMillis;

        private Session(Locks locks, long nowMillis) {
            this.locks = locks;
            this.nowMillis = nowMillis;
        }

        public Applied apply(Resolution resolution, Progress progress) throws SQLException {
            return BatchApplier.apply(this, resolution, progress);
        }

        public void commit() {
            for (Table table : Table.IN_ORDER) {
                writtenTo(table).forEach((key, after) -> {
                    MemoryRow before = rows(table).get(key);
                    // An owner more is no version.
                    if (before == null || before.revision() != after.revision()) {
                        witness.changed(table, key, before, after);
                    }
                    committed.get(table).put(key, after);
                });
            }
            written.clear();
        }

        @Override
        public void lockOwners(Resolution resolution) throws SQLException {
            if (!broken.contains(Rule.OWNERSHIP_LOCKS)) {
                for (Map.Entry<OwnershipLocks.Stripe, Boolean> stripe :
                        OwnershipLocks.stripesOf(resolution).entrySet()) {
                    locks.take(stripe.getKey().toString(), stripe.getValue());
                }
            }
        }

        @Override
        public TableRows of(Table table) {
            return new OfTable(this, table);
        }

        /** Nobody asks these tables for permissions; RoleKeysIT asks PostgreSQL. */
        @Override
        public void rememberRoleKeys(SortedMap<RoleKeys.Name, RoleKeys.Times> keys) {}

        private Map<EntityKey, MemoryRow> writtenTo(Table table) {
            return written.getOrDefault(table, new TreeMap<>());
        }
    }

    /** The rows of one table in a transaction. */
    private final class OfTable implements TableRows {

        private final Session session;
        private final Table table;

        private OfTable(Session session, Table table) {
            this.session = session;
            this.table = table;
        }

        @Override
        public Map<EntityKey, Written> writeStates(List<NewState> states) throws SQLException {
            if (states.stream().anyMatch(state -> refused.test(table, state.row()))) {
                throw new SQLException("refused", "22003");
            }
            Map<EntityKey, Written> announced = new HashMap<>();
            for (NewState state : states) {
                lock(state.key());
                MemoryRow before = visible(state.key());
                if (before == null || isReplaced(before, state.version())) {
                    MemoryRow after = new MemoryRow(
                            state.version(),
                            state.writer(),
                            before == null ? 1 : before.revision() + 1,
                            session.nowMillis,
                            before == null
                                    ? state.owners()
                                    : table.collectsOwners()
                                            ? united(before.owners(), state.owners())
                                            : table.ownersOf(state.row()),
                            state.row());
                    announced.put(state.key(), write(state.key(), after));
                }
            }
            return announced;
        }

        private boolean isReplaced(MemoryRow before, EntityVersion version) {
            boolean lives = !before.ended() || broken.contains(Rule.END_OF_DELETED_ROWS);
            boolean newer = before.version().compareTo(version) < 0 || broken.contains(Rule.VERSION_GUARD);
            return lives && newer;
        }

        @Override
        public Map<EntityKey, Written> writeEnds(List<NewEnd> ends) throws SQLException {
            return writeEnds(ends, false);
        }

        @Override
        public Map<EntityKey, Written> writeEndsIfNewer(List<NewEnd> ends) throws SQLException {
            return writeEnds(ends, true);
        }

        private Map<EntityKey, Written> writeEnds(List<NewEnd> ends, boolean ifNewer) throws SQLException {
            Map<EntityKey, Written> announced = new HashMap<>();
            if (!ends.isEmpty()) {
                session.locks.leaveOrder();
            }
            for (NewEnd end : ends) {
                lock(end.key());
                MemoryRow before = visible(end.key());
                if (before == null
                        || (!before.ended() && (!ifNewer || before.version().compareTo(end.version()) < 0))) {
                    MemoryRow after = new MemoryRow(
                            end.version(),
                            end.writer(),
                            before == null ? 1 : before.revision() + 1,
                            session.nowMillis,
                            before == null
                                    ? end.owners()
                                    : table.collectsOwners()
                                            ? united(before.owners(), end.owners())
                                            : kept(before.owners(), end.owners()),
                            null);
                    announced.put(end.key(), write(end.key(), after));
                }
            }
            return announced;
        }

        @Override
        public void collectOwners(List<NewState> states) throws SQLException {
            for (NewState state : states) {
                MemoryRow row = visible(state.key());
                if (row != null
                        && !row.ended()
                        && !row.owners().known().containsAll(state.owners().known())) {
                    lock(state.key());
                    MemoryRow locked = visible(state.key());
                    if (locked != null && !locked.ended()) {
                        MemoryRow after = new MemoryRow(
                                locked.version(),
                                locked.writer(),
                                locked.revision(),
                                locked.writtenAtMillis(),
                                united(locked.owners(), state.owners()),
                                locked.row());
                        write(state.key(), after);
                    }
                }
            }
        }

        private static Owners united(Owners before, Owners now) {
            return Owners.ofJoined(Owners.united(Stream.of(before, now)).joined());
        }

        private Owners kept(Owners before, Owners now) {
            return Owners.inColumns(table.owners(), column -> {
                String owner = before.idOf(column.owner());
                return owner == null ? now.idOf(column.owner()) : owner;
            });
        }

        private Written write(EntityKey key, MemoryRow after) {
            session.written.computeIfAbsent(table, each -> new TreeMap<>()).put(key, after);
            return new Written(
                    table,
                    key,
                    after.row(),
                    after.owners(),
                    after.version(),
                    after.writer(),
                    after.revision(),
                    after.writtenAtMillis());
        }

        @Override
        public Map<EntityKey, Present> present(Collection<EntityKey> keys, boolean lock) throws SQLException {
            Map<EntityKey, Present> present = new HashMap<>();
            if (lock && !keys.isEmpty()) {
                session.locks.leaveOrder();
            }
            for (EntityKey key : new TreeSet<>(keys)) {
                if (lock && visible(key) != null) {
                    lock(key);
                }
                MemoryRow row = visible(key);
                if (row != null) {
                    present.put(
                            key,
                            new Present(
                                    key,
                                    row.version(),
                                    row.writer(),
                                    row.revision(),
                                    row.writtenAtMillis(),
                                    row.ended(),
                                    row.owners()));
                }
            }
            return present;
        }

        @Override
        public Set<String> ended(Collection<String> ids) {
            Set<String> ended = new HashSet<>();
            for (EntityKey key : keys()) {
                MemoryRow row = visible(key);
                if (ids.contains(key.id()) && row != null && row.ended()) {
                    ended.add(key.id());
                }
            }
            return ended;
        }

        @Override
        public void forLiveOf(Set<Owner> owners, int step, LockedRows action) throws SQLException {
            Map<EntityKey, Owners> live = liveOf(owners, step);
            while (!live.isEmpty()) {
                action.accept(live);
                live = liveOf(owners, step);
            }
        }

        private Map<EntityKey, Owners> liveOf(Set<Owner> owners, int most) throws SQLException {
            Map<EntityKey, Owners> live = new LinkedHashMap<>();
            session.locks.leaveOrder();
            for (EntityKey key : keys()) {
                if (live.size() < most && isLiveOf(key, visible(key), owners)) {
                    lock(key);
                    MemoryRow row = visible(key);
                    if (row != null && isLiveOf(key, row, owners)) {
                        live.put(key, row.owners());
                    }
                }
            }
            return live;
        }

        private boolean isLiveOf(EntityKey key, @Nullable MemoryRow row, Set<Owner> owners) {
            Owner whole = table.collectsOwners() ? key.whole() : null;
            boolean part = whole != null && owners.contains(whole);
            return row != null && !row.ended() && (part || belongs(row, owners));
        }

        private static boolean belongs(MemoryRow row, Set<Owner> owners) {
            return row.owners().known().stream().anyMatch(owners::contains);
        }

        @Override
        public Set<EntityKey> endedOf(Set<Owner> owners, Set<Coordinates> writers) throws SQLException {
            Set<EntityKey> ended = new HashSet<>();
            session.locks.leaveOrder();
            for (EntityKey key : keys()) {
                MemoryRow row = visible(key);
                if (row != null && row.ended() && belongs(row, owners) && writers.contains(row.writer())) {
                    lock(key);
                    ended.add(key);
                }
            }
            return ended;
        }

        private void lock(EntityKey key) throws SQLException {
            session.locks.take(table.label() + " " + key.id(), true);
        }

        /** As a statement sees it that begins now: others' commits change nothing of the set. */
        private List<EntityKey> keys() {
            Set<EntityKey> keys = new TreeSet<>(rows(table).keySet());
            keys.addAll(session.writtenTo(table).keySet());
            return List.copyOf(keys);
        }

        private @Nullable MemoryRow visible(EntityKey key) {
            MemoryRow own = session.writtenTo(table).get(key);
            return own == null ? rows(table).get(key) : own;
        }
    }
}
