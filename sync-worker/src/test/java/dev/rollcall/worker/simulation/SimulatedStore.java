package dev.rollcall.worker.simulation;

import dev.rollcall.worker.copy.apply.MemoryTables;
import dev.rollcall.worker.copy.batch.Applied;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.PolledBatch;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.Resolved;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.progress.MemoryProgress;
import dev.rollcall.worker.copy.progress.Progress;
import dev.rollcall.worker.copy.progress.ProgressTable;
import dev.rollcall.worker.copy.store.Store;
import dev.rollcall.worker.copy.store.StoreTransaction;
import dev.rollcall.worker.copy.table.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** A database in memory, with transactions, locks that are waited for, and connections that break at the wrong moment. */
final class SimulatedStore implements Store {

    private static final class Lock {
        private final Set<Transaction> shared = new HashSet<>();
        private @Nullable Transaction exclusive;

        private boolean isFreeFor(Transaction wanting, boolean wantsExclusive) {
            boolean nobodyHasItAlone = exclusive == null || exclusive == wanting;
            return nobodyHasItAlone && (!wantsExclusive || shared.stream().allMatch(holder -> holder == wanting));
        }

        private Set<Transaction> others(Transaction wanting) {
            Set<Transaction> others = new HashSet<>(shared);
            if (exclusive != null) {
                others.add(exclusive);
            }
            others.remove(wanting);
            return others;
        }
    }

    private final World world;
    private final MemoryTables tables;
    private final MemoryProgress progress;
    private final Map<String, Lock> locks = new TreeMap<>();
    private final Set<String> deadLetters = new HashSet<>();
    private @Nullable String boundTo;
    private int begun;

    SimulatedStore(World world, MemoryTables tables, MemoryProgress progress) {
        this.world = world;
        this.tables = tables;
        this.progress = progress;
    }

    private void maybeBroken() throws SQLException {
        if (world.fault()) {
            throw new SQLException("the connection broke", "08006");
        }
    }

    @Override
    public StoreTransaction begin(Runnable goesOn) throws SQLException {
        goesOn.run();
        maybeBroken();
        return new Transaction();
    }

    @Override
    public Map<Integer, ProgressTable.Position> positions(Uuid topicId) throws SQLException {
        world.scheduler.pause();
        maybeBroken();
        return progress.positions();
    }

    @Override
    public boolean controlWriteSucceeds() {
        world.scheduler.pause();
        return !world.fault();
    }

    private final class Transaction implements StoreTransaction {

        private final MemoryTables.Session rows = tables.begin(locks(), world.nanoTime() / 1_000_000);
        private final MemoryProgress.Session partitions = progress.begin(name -> take(name, true));
        private final List<Decoded.Rejected> rejected = new ArrayList<>();
        private final List<SourceRecord> withdrawn = new ArrayList<>();
        private @Nullable String waitsFor;
        private @Nullable String instance;
        private final boolean backwards = ++begun % 2 == 0;
        private boolean inOneOrder = true;
        private boolean ended;

        private MemoryTables.Locks locks() {
            return new MemoryTables.Locks() {
                @Override
                public void take(String name, boolean exclusive) throws SQLException {
                    Transaction.this.take(name, exclusive);
                }

                @Override
                public void leaveOrder() {
                    inOneOrder = false;
                }
            };
        }

        private void take(String name, boolean exclusive) throws SQLException {
            Lock lock = locks.computeIfAbsent(name, each -> new Lock());
            boolean mine = lock.exclusive == this || (!exclusive && lock.shared.contains(this));
            if (mine) {
                return;
            }
            if (world.chance(0.4)) {
                world.scheduler.pause();
            }
            maybeBroken();
            if (!lock.isFreeFor(this, exclusive)) {
                waitsFor = name;
                if (waitsInACircle(each -> each.inOneOrder)) {
                    world.report(Invariant.NO_CIRCLE_OF_LOCKS, name);
                }
                if (waitsInACircle(each -> true)) {
                    throw new SQLException("deadlock detected", "40P01");
                }
                world.scheduler.pauseUntil(() -> lock.isFreeFor(this, exclusive));
                waitsFor = null;
            }
            if (exclusive) {
                lock.exclusive = this;
            } else {
                lock.shared.add(this);
            }
        }

        private boolean waitsInACircle(Predicate<Transaction> among) {
            if (!among.test(this)) {
                return false;
            }
            Set<Transaction> seen = new HashSet<>();
            List<Transaction> next = new ArrayList<>(List.of(this));
            while (!next.isEmpty()) {
                Transaction waiting = next.removeLast();
                Lock lock = waiting.waitsFor == null ? null : locks.get(waiting.waitsFor);
                for (Transaction holder : lock == null ? Set.<Transaction>of() : lock.others(waiting)) {
                    if (holder == this) {
                        return true;
                    }
                    if (among.test(holder) && seen.add(holder)) {
                        next.add(holder);
                    }
                }
            }
            return false;
        }

        @Override
        public Progress lock(PolledBatch batch, ToLongFunction<TopicPartition> logStart) throws SQLException {
            Progress locked = partitions.lock(batch, logStart);
            instance = boundTo;
            return locked;
        }

        @Override
        public @Nullable String instance() {
            return instance;
        }

        @Override
        public String bind(String instanceId, String by) throws SQLException {
            take("instance", true);
            String bound = boundTo == null ? instanceId : boundTo;
            instance = bound;
            return bound;
        }

        @Override
        public Applied apply(Resolution resolution, Progress locked) throws SQLException {
            Applied applied = rows.apply(world.has(Sabotage.SORT) ? inOrderOfArrival(resolution) : resolution, locked);
            rejected.addAll(resolution.rejected());
            resolution
                    .records()
                    .map(Decoded.OfEntity::source)
                    .filter(locked::mayBeUnannounced)
                    .forEach(withdrawn::add);
            maybeBroken();
            return applied;
        }

        /** Every second batch the other way round. */
        private Resolution inOrderOfArrival(Resolution resolution) {
            Map<Table, List<Resolved>> turned = new HashMap<>();
            Table.IN_ORDER.forEach(table -> {
                List<Resolved> order = resolution.of(table);
                turned.put(table, backwards ? order.reversed() : order);
            });
            return new Resolution(turned, resolution.rejected(), resolution.ignored());
        }

        @Override
        public void advance(PolledBatch batch, Progress locked) throws SQLException {
            partitions.advance(batch);
            maybeBroken();
            if (world.has(Sabotage.ANNOUNCE_BEFORE_COMMIT)) {
                end(true);
            }
        }

        /** The connection may break before the server has committed, or before it could say so. */
        @Override
        public void commit() throws SQLException {
            world.scheduler.pause();
            maybeBroken();
            end(true);
            maybeBroken();
        }

        @Override
        public void rollBack() {
            end(false);
        }

        @Override
        public void close() {
            end(false);
        }

        private void end(boolean commits) {
            if (ended) {
                return;
            }
            ended = true;
            if (commits) {
                rows.commit();
                partitions.commit();
                boundTo = boundTo == null ? instance : boundTo;
                withdrawn.forEach(again -> deadLetters.remove(coordinates(again)));
                rejected.forEach(dead -> deadLetters.add(coordinates(dead.source())));
            }
            locks.values().forEach(lock -> {
                lock.shared.remove(this);
                if (lock.exclusive == this) {
                    lock.exclusive = null;
                }
            });
        }
    }

    /** By partition and offset. */
    Set<String> deadLetters() {
        return deadLetters;
    }

    private static String coordinates(SourceRecord record) {
        return record.partition() + "@" + record.offset();
    }
}
