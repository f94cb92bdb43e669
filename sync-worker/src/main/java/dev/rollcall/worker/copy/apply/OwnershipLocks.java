package dev.rollcall.worker.copy.apply;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.batch.Resolution;
import dev.rollcall.worker.copy.batch.Resolved;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps an owner's delete and the writes of what belongs to it apart, whichever workers do them: the delete takes its
 * owner's stripe exclusively, a write shares it. Without them a child written while its owner is being deleted would
 * be seen by neither. Stripes, since a lock for each owner would overflow PostgreSQL's lock table.
 */
final class OwnershipLocks {

    private static final int STRIPES = 256;

    /**
     * What ends by its owner's end is known only when the rows are read, too late to lock its name. So a part of an object
     * is written while nobody ends anything.
     */
    private static final Stripe PARTS = new Stripe(Table.OTHER_OBJECTS.label().hashCode(), 0);

    /** Elements are locked in the order of the arrays. */
    private static final String LOCK = """
            select case when l.exclusive then pg_advisory_xact_lock(l.space, l.stripe)
                        else pg_advisory_xact_lock_shared(l.space, l.stripe) end
            from unnest(?::integer[], ?::integer[], ?::boolean[]) as l(space, stripe, exclusive)
            """;

    private OwnershipLocks() {}

    record Stripe(int space, int number) implements Comparable<Stripe> {
        @Override
        public int compareTo(Stripe other) {
            return space == other.space ? Integer.compare(number, other.number) : Integer.compare(space, other.space);
        }
    }

    /** In a statement of its own before any that reads an owner's state: each stripe once, ascending, strongest mode. */
    static void take(Connection connection, Resolution resolution) throws SQLException {
        SortedMap<Stripe, Boolean> exclusiveByStripe = stripesOf(resolution);
        if (!exclusiveByStripe.isEmpty()) {
            lock(connection, exclusiveByStripe);
        }
    }

    /** What a batch needs, in the order in which it is taken; true is exclusive. */
    static SortedMap<Stripe, Boolean> stripesOf(Resolution resolution) {
        SortedMap<Stripe, Boolean> exclusiveByStripe = new TreeMap<>();
        for (Table table : Table.IN_ORDER) {
            for (Resolved entity : resolution.of(table)) {
                if (entity.end() != null && table.resource() != null && isOwner(table.resource())) {
                    exclusiveByStripe.put(
                            stripe(new Owner(table.resource(), entity.key().id())), true);
                }
                List<Owner> owners = entity.owners().known();
                owners.forEach(owner -> exclusiveByStripe.putIfAbsent(stripe(owner), false));
                if (entity.whole() != null) {
                    exclusiveByStripe.put(PARTS, true);
                } else if (entity.end() != null || !owners.isEmpty()) {
                    exclusiveByStripe.putIfAbsent(PARTS, false);
                }
            }
        }
        return exclusiveByStripe;
    }

    private static void lock(Connection connection, SortedMap<Stripe, Boolean> exclusiveByStripe) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setArray(
                    1,
                    connection.createArrayOf(
                            "integer",
                            exclusiveByStripe.keySet().stream()
                                    .map(Stripe::space)
                                    .toArray()));
            lock.setArray(
                    2,
                    connection.createArrayOf(
                            "integer",
                            exclusiveByStripe.keySet().stream()
                                    .map(Stripe::number)
                                    .toArray()));
            lock.setArray(
                    3,
                    connection.createArrayOf(
                            "boolean", exclusiveByStripe.values().toArray()));
            lock.execute();
        }
    }

    private static boolean isOwner(Resource resource) {
        return Table.IN_ORDER.stream().anyMatch(table -> table.belongsTo(resource));
    }

    /**
     * The first key of the advisory lock stays the same in every release, since old and new workers may run together.
     */
    private static Stripe stripe(Owner owner) {
        return new Stripe(
                owner.resource().table().hashCode(), Math.floorMod(owner.id().hashCode(), STRIPES));
    }
}
