package dev.rollcall.worker.operate.erase;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.worker.copy.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An object that is to be erased.
 *
 * @param resource as in event types
 */
record Subject(Table table, String resource, String id, Standing standing) {

    /** Roles hold nobody's data, and ending one by mistake would take its members' rights. */
    private static final Set<Resource> IMPERSONAL = Set.of(Resource.ROLE, Resource.PERMISSION);

    private static final List<Resource> OWNERS = List.of(Resource.USER, Resource.ORGANIZATION);

    /** What is known of it. */
    enum Standing {
        LIVES("lives: it ends by an event in clerk.events, and takes no state any more"),
        ENDED("ended before"),
        ERASED("ended before, and its own row is erased"),
        /** Perhaps something names it as its owner. */
        UNSEEN("has no row: it ends before its first event arrives, which then brings nothing");

        private final String says;

        Standing(String says) {
            this.says = says;
        }
    }

    /**
     * What an id names. Objects without a table may have the same id under several types.
     *
     * @param unseen whether to take a user or an organization that nothing is known of
     * @throws IllegalArgumentException when there is no such object
     */
    static List<Subject> of(JdbcClient database, String id, boolean unseen) {
        if (!EntityId.isValid(id)) {
            throw new IllegalArgumentException("write the id of an object, such as user_2abc or org_2abc");
        }
        List<Subject> found = new ArrayList<>();
        for (Table table : Table.IN_ORDER) {
            find(database, table, id, found);
        }
        toTheirWhole(found);
        for (Resource owner : OWNERS) {
            if (owner.accepts(id)) {
                // Anything else with this id belongs to it.
                found.removeIf(subject -> subject.table().resource() != owner);
                if (found.isEmpty() && (unseen || isNamed(database, owner, id))) {
                    found.add(new Subject(Table.ofResource(owner), owner.eventName(), id, Standing.UNSEEN));
                }
            }
        }
        if (found.isEmpty()) {
            throw new RefusedAsThingsAreException(
                    "there is no %s; if Clerk has it and its event has not arrived yet, add --unseen".formatted(id)
                            + (unseen ? " with the id of a user or an organization" : ""));
        }
        for (Subject subject : found) {
            if (subject.table().resource() != null
                    && IMPERSONAL.contains(subject.table().resource())) {
                throw new RefusedAsThingsAreException(
                        "%s is a %s, which holds nobody's data: delete it in Clerk".formatted(id, subject.resource()));
            }
        }
        return found;
    }

    /** A part of an object, or one that came before the object had a table, ends and is erased with the object. */
    private static void toTheirWhole(List<Subject> found) {
        for (Subject part : List.copyOf(found)) {
            Resource whole = part.table().resource() == null ? Resource.ofEventName(part.resource()) : null;
            if (whole != null) {
                found.remove(part);
                if (found.stream().noneMatch(subject -> subject.table().resource() == whole)) {
                    found.add(new Subject(Table.ofResource(whole), whole.eventName(), part.id(), Standing.UNSEEN));
                }
            }
        }
    }

    private static void find(JdbcClient database, Table table, String id, List<Subject> into) {
        String resource =
                table.resource() == null ? "resource" : "'" + table.resource().eventName() + "'";
        into.addAll(database.sql(
                        "select %s, deleted_at is not null, erased_at is not null from %s where id = ? order by 1"
                                .formatted(resource, table.name()))
                .param(id)
                .query((row, number) -> new Subject(
                        table,
                        row.getString(1),
                        id,
                        row.getBoolean(3) ? Standing.ERASED : row.getBoolean(2) ? Standing.ENDED : Standing.LIVES))
                .list());
    }

    private static boolean isNamed(JdbcClient database, Resource owner, String id) {
        Subject assumed = new Subject(Table.ofResource(owner), owner.eventName(), id, Standing.UNSEEN);
        for (Table table : Table.IN_ORDER) {
            String rows = assumed.rowsOf(table);
            if (!rows.isEmpty()) {
                boolean named = database.sql(
                                "select exists (select from %s as t where %s)".formatted(table.name(), rows))
                        .params(assumed.parameters(rows))
                        .query(Boolean.class)
                        .single();
                if (named) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A condition on the rows, as t, of a table that end with it, its own one among them; '' when none can. */
    String rowsOf(Table other) {
        List<String> conditions = new ArrayList<>();
        if (other.resource() == null) {
            conditions.add("(t.id = ? and t.resource = ?)");
        } else if (other == table) {
            conditions.add("t.id = ?");
        }
        Resource owner = table.resource();
        if (owner != null && OWNERS.contains(owner)) {
            other.ownersIn(owner).forEach(column -> conditions.add("t." + column.name() + " = ?"));
            if (other.collectsOwners()) {
                conditions.add("t.owners @> array[?::text]");
            }
        }
        return conditions.isEmpty() ? "" : "(" + String.join(" or ", conditions) + ")";
    }

    /** Those of a condition of {@link #rowsOf}, in order. */
    List<String> parameters(String condition) {
        List<String> parameters = new ArrayList<>();
        parameters.add(id);
        if (condition.contains("t.resource = ?")) {
            parameters.add(resource);
        }
        long all = condition.chars().filter(character -> character == '?').count();
        while (parameters.size() < all) {
            parameters.add(id);
        }
        return parameters;
    }

    boolean hasToEnd() {
        return standing == Standing.LIVES || standing == Standing.UNSEEN;
    }

    @Override
    public String toString() {
        return "%s (%s%s) %s"
                .formatted(id, table.name(), table.resource() == null ? ", " + resource : "", standing.says);
    }
}
