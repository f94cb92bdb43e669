package dev.rollcall.model.change;

/**
 * Names of the headers on change topics: CloudEvents 1.0 in the binary mode of its Kafka protocol binding. The key is
 * the entity id, the value the row as JSON, or null when the row ended.
 */
public final class ChangeHeaders {

    public static final String SPECIFICATION_VERSION = "ce_specversion";

    /** {@code <entity id>@<updated_at ms>-<message id>}: one row version, announced once but for {@link #ANNOUNCED}. */
    public static final String ID = "ce_id";

    /** {@code clerk.<resource>.<created|updated|deleted>}, the resource as in Clerk's event types. */
    public static final String TYPE = "ce_type";

    /** {@code /clerk/<instance id>}. */
    public static final String SOURCE = "ce_source";

    /** The entity id. */
    public static final String SUBJECT = "ce_subject";

    /** RFC 3339: when Rollcall wrote the row. */
    public static final String TIME = "ce_time";

    /** The organization that the row belongs to; absent where there is none. */
    public static final String ORGANIZATION_ID = "ce_organizationid";

    /** The row's revision: rises with every version of the row, and may skip. */
    public static final String REVISION = "ce_revision";

    /** The message that caused the change; for a cascaded delete, that of the owner's delete. */
    public static final String MESSAGE_ID = "ce_messageid";

    /**
     * Names of the columns that lack a part of what Clerk said, since no row or change event can take it, with commas
     * between; absent when nothing is missing.
     */
    public static final String INCOMPLETE = "rollcall-incomplete";

    /**
     * {@link #AGAIN} on a record that repeats a version which was announced before; absent otherwise.
     */
    public static final String ANNOUNCED = "rollcall-announced";

    /** The only value of {@link #ANNOUNCED}: an operator asked for it. */
    public static final String AGAIN = "again";

    /**
     * {@code backfill} or {@code reconcile} where a survey of Clerk brought the change, and not a webhook: nothing happened
     * just now that somebody should be told of. Absent otherwise.
     */
    public static final String ORIGIN = "rollcall-origin";

    /** W3C trace context of the event that caused the change; absent where the event had none. */
    public static final String TRACEPARENT = "traceparent";

    public static final String CONTENT_TYPE = "content-type";

    private ChangeHeaders() {}
}
