package dev.rollcall.worker.copy.batch;

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

    /** The part that goes into a column of the primary key. */
    public String part(String keyColumn) {
        return keyColumn.equals("id") ? id : resource;
    }
}
