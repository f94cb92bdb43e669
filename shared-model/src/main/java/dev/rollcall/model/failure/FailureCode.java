package dev.rollcall.model.failure;

import java.util.Locale;

/** Why one record became a dead letter. All are of kind {@link FailureKind#DATA}: no other kind ends there. */
public enum FailureCode {
    /** No body at all. */
    EMPTY,
    /** Not UTF-8, or text that PostgreSQL cannot hold (U+0000, half of a surrogate pair). */
    ENCODING,
    /** Not one JSON document. */
    JSON,
    /** JSON, but not an object: for instance the array of a FIFO endpoint's batch. */
    SHAPE,
    /** Deeper than 64, a string over 256 KiB, a name over 256, a number over 1,000 digits, too many tokens or children. */
    LIMITS,
    /** One key twice in an object. */
    DUPLICATE_KEY,
    /** An object, but not the envelope or object that its type announces. */
    SCHEMA,
    /** A time that orders events is not a whole number, negative, or more than 24 h ahead of the receipt. */
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
