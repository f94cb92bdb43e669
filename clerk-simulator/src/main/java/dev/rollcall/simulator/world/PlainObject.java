package dev.rollcall.simulator.world;

import dev.rollcall.simulator.world.Meaning.Owners;

/** An object of which nothing needs to be known but its fields. */
final class PlainObject extends Living {

    final ObjectKind kind;
    final Owners owners;
    final JsonFields fields;

    /** Whether Clerk announces nothing further about it. */
    boolean finished;

    /** @param names with {@code id} and {@code created_at}, which are filled in */
    PlainObject(ObjectKind kind, String id, Owners owners, FieldNames names, long millis) {
        super(id, millis);
        this.kind = kind;
        this.owners = owners;
        fields = new JsonFields(names).plain("id", id).set("created_at", millis);
    }

    boolean belongsTo(Living owner) {
        return owner.id.equals(owners.organizationId()) || owner.id.equals(owners.userId());
    }
}
