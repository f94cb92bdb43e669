package dev.rollcall.model.failure;

import java.util.Locale;

/** Why one record became a dead letter. All are of kind {@link FailureKind#DATA}: no other kind ends there. */
public enum FailureCode {
    /** No body at all. */
    EMPTY,
    /** Not UTF-8. */
    ENCODING,
    /** Not one JSON document. */
    JSON,
    /** JSON, but not an object: for instance the array of a FIFO endpoint's batch. */
    SHAPE,
    /** One key twice among those that decide: of the envelope, the id, owners, times, flags of access, role, key or status. */
    DUPLICATE_KEY,
    /** An object, but not the envelope or object that its type announces; or deleted, though its type does not say so. */
    SCHEMA,
    /** Of a state: a time that orders is neither a whole number nor RFC 3339, negative, or more than 24 h ahead of the receipt. */
    VERSION,
    /** Signed by a known secret, but from another Clerk instance than the one this database belongs to. */
    WRONG_INSTANCE,
    /**
     * Nothing says that it is of this database's Clerk instance: it came before the database was bound to one and could
     * not bind it, or it names none and its time does not fit its delivery. The examples of Clerk's documentation and of
     * its dashboard end here.
     */
    UNBOUND_INSTANCE,
    /** A Kafka record without what the gateway always sets. */
    HEADERS,
    /** PostgreSQL refused the values (SQLSTATE 21000, 22xxx, 23xxx, 54xxx) although it accepted a control write. */
    REFUSED_BY_DATABASE,
    /** The row is fine, but its change event is larger than its topic takes. */
    CHANGE_TOO_LARGE,
    /** Decoding failed in a way that no other code names: a defect of ours that this record brings out. */
    UNDECODABLE;

    /** As in headers, columns and labels: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public FailureKind kind() {
        return FailureKind.DATA;
    }
}
