package dev.rollcall.worker.copy.batch;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Names a row.
 *
 * @param resource as in Clerk's event types; part of the primary key of {@code clerk.other_objects} only
 * @param id Clerk's id
 */
public record EntityKey(String resource, String id) implements Comparable<EntityKey> {

    /**
     * By bytes: ids and resources are ASCII. Every transaction writes in this order, so that no two wait for each
     * other.
     */
    @Override
    public int compareTo(EntityKey other) {
        int byResource = resource.compareTo(other.resource);
        return byResource == 0 ? id.compareTo(other.id) : byResource;
    }

    /**
     * The object of a table of its own that has this name; null when its type has none. A row of {@code clerk.other_objects}
     * with such a name is a part of that object, and ends with it.
     */
    public @Nullable Owner whole() {
        Resource known = Resource.ofEventName(resource);
        return known == null ? null : new Owner(known, id);
    }

    /** The part that goes into a column of the primary key. */
    public String part(String keyColumn) {
        return keyColumn.equals("id") ? id : resource;
    }
}
