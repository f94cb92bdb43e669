package dev.rollcall.worker.simulation;

import dev.rollcall.worker.Model;
import dev.rollcall.worker.copy.apply.MemoryTables;
import dev.rollcall.worker.copy.apply.MemoryTables.MemoryRow;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.progress.MemoryProgress;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks at every commit of either side, and at the end at everything. */
final class Checks {

    static final String DEAD_LETTERS = "clerk.events.dead-letter";
    private static final Pattern MARKER = Pattern.compile("\"marker\":\"([^\"]*)\"");
    private static final List<String> MARKERS = List.of("first_name", "role", "name");

    private final World world;
    private final Set<String> committedVersions = new HashSet<>();

    Checks(World world) {
        this.world = world;
    }

    void rowCommitted(Table table, EntityKey key, @Nullable MemoryRow before, MemoryRow after) {
        committedVersions.add(version(table, key, after));
        if (before == null) {
            world.require(
                    after.revision() == 1, Invariant.VERSION_NEVER_GOES_BACK, key + " begins at " + after.revision());
            return;
        }
        world.require(!before.ended(), Invariant.ENDED_ROW_STAYS_ENDED, key + " changed after it ended");
        // What collects owners may be written and, by an owner of the past, ended in one batch.
        boolean follows = table.collectsOwners()
                ? after.revision() > before.revision()
                : after.revision() == before.revision() + 1;
        world.require(
                follows && (after.ended() || after.version().compareTo(before.version()) > 0),
                Invariant.VERSION_NEVER_GOES_BACK,
                key + ": " + after.version() + " replaces " + before.version());
    }

    private static String version(Table table, EntityKey key, MemoryRow row) {
        return table.label() + " " + key.id() + " " + row.revision() + " " + announcedId(key, row);
    }

    private static String announcedId(EntityKey key, MemoryRow row) {
        return key.id() + "@" + row.version().updatedAtMillis() + "-"
                + row.version().messageId();
    }

    void announced(
            SimulatedKafka kafka,
            MemoryProgress progress,
            List<SimulatedKafka.Appended> records,
            Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> world.require(
                progress.next(partition) >= offset,
                Invariant.OFFSET_NOT_AHEAD_OF_APPLIED,
                partition + " is committed up to " + offset + ", applied up to " + progress.next(partition)));
        Set<String> keys = new TreeSet<>();
        for (SimulatedKafka.Appended one : records) {
            if (!one.record().topic().equals(DEAD_LETTERS)) {
                keys.add(one.key());
                world.require(
                        committedVersions.contains(label(one) + " " + subject(one) + " " + one.header("ce_revision")
                                + " " + one.header("ce_id")),
                        Invariant.ANNOUNCED_IS_COMMITTED,
                        one.header("ce_id"));
            }
        }
        keys.forEach(key -> requireOrder(key, kafka.readCommitted(key)));
    }

    private static String label(SimulatedKafka.Appended one) {
        return one.record().topic().substring("clerk.changes.".length());
    }

    private static String subject(SimulatedKafka.Appended one) {
        return one.header("ce_subject");
    }

    private void requireOrder(String key, List<SimulatedKafka.Appended> versions) {
        long last = 0;
        Set<String> ids = new HashSet<>();
        for (SimulatedKafka.Appended one : versions) {
            String id = one.header("ce_id");
            world.require(ids.add(id), Invariant.ANNOUNCED_ONCE_AND_IN_ORDER, "twice " + id);
            long revision = Long.parseLong(one.header("ce_revision"));
            world.require(
                    revision > last,
                    Invariant.ANNOUNCED_ONCE_AND_IN_ORDER,
                    key + ": revision " + revision + " after " + last);
            last = revision;
        }
    }

    /** When everything is applied. */
    void atTheEnd(
            SimulatedKafka kafka, MemoryTables tables, List<Model.Fact> facts, Set<String> poison, Set<String> dead) {
        Set<String> rows = new TreeSet<>();
        Map<String, String> live = new TreeMap<>();
        for (Table table : Table.IN_ORDER) {
            tables.rows(table).forEach((key, row) -> {
                rows.add(key.id() + "|" + (row.row() == null ? "ended" : marker(table, row.row())));
                if (!row.ended() && table.resource() != null) {
                    live.put("clerk.changes." + table.label() + " " + key.id(), announcedId(key, row));
                }
            });
        }
        Set<String> expected = Model.expected(facts);
        world.require(rows.equals(expected), Invariant.NOTHING_LOST, rows + " instead of " + expected);
        Map<String, String> fold = new TreeMap<>();
        List<String> letters = new ArrayList<>();
        for (SimulatedKafka.Appended one : kafka.readCommitted()) {
            if (one.record().topic().equals(DEAD_LETTERS)) {
                letters.add(one.header("rollcall-origin-topic") + "-" + one.header("rollcall-origin-partition") + "@"
                        + one.header("rollcall-origin-offset"));
            } else if (one.record().value() == null) {
                fold.remove(one.key());
            } else {
                fold.put(one.key(), one.header("ce_id"));
            }
        }
        world.require(fold.equals(live), Invariant.FEED_IS_TABLE, fold + " instead of " + live);
        world.require(
                letters.size() == new HashSet<>(letters).size()
                        && letters.containsAll(poison)
                        && dead.equals(Set.copyOf(letters)),
                Invariant.NOTHING_LOST,
                "dead letters " + letters + ", listed " + dead + ", poison " + poison);
    }

    private static String marker(Table table, Row row) {
        if (table.collectsOwners()) {
            Matcher marker = MARKER.matcher(String.valueOf(table.valueOf(row, "data")));
            return marker.find() ? marker.group(1) : "null";
        }
        return MARKERS.stream()
                .map(column -> table.valueOf(row, column))
                .filter(Objects::nonNull)
                .findFirst()
                .map(String::valueOf)
                .orElse("null");
    }
}
