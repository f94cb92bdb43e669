package dev.rollcall.model.topic;

/** Names of the headers on {@code clerk.events} and, added to those, on {@code clerk.events.dead-letter}. */
public final class EventHeaders {

    /** The message id; the same on every attempt. Set by the gateway from {@code svix-id} or {@code webhook-id}. */
    public static final String MESSAGE_ID = "webhook-id";

    /** Seconds since the epoch of this attempt. Part of what is signed; never orders anything. */
    public static final String TIMESTAMP = "webhook-timestamp";

    /** The signatures as received, so that anyone with the secret can verify the stored bytes again. */
    public static final String SIGNATURE = "webhook-signature";

    /** The name of the source, the last segment of the webhook's path. */
    public static final String SOURCE = "rollcall-source";

    /** The envelope's {@code type} when the gateway could read it; absent otherwise. A hint for tools, never trusted. */
    public static final String EVENT_TYPE = "rollcall-event-type";

    /** One of {@link EventOrigin}: what put the record here. */
    public static final String ORIGIN = "rollcall-origin";

    /** Milliseconds since the epoch at which the gateway had read the request. Bounds times, never orders. */
    public static final String RECEIVED_AT = "rollcall-received-at";

    /** W3C trace context of the verified request, as {@link TraceParent} reads it. A trace begins there: no tracestate. */
    public static final String TRACEPARENT = "traceparent";

    /** Dead letters: label of the {@link dev.rollcall.model.failure.FailureCode}. */
    public static final String FAILURE_CODE = "rollcall-failure-code";

    /** Dead letters: label of the {@link dev.rollcall.model.failure.FailureKind}. */
    public static final String FAILURE_KIND = "rollcall-failure-kind";

    /** Dead letters: a short reason without personal data. */
    public static final String FAILURE_REASON = "rollcall-failure-reason";

    /** Dead letters: the topic, partition and offset of the record that failed. */
    public static final String ORIGIN_TOPIC = "rollcall-origin-topic";

    /** See {@link #ORIGIN_TOPIC}. */
    public static final String ORIGIN_PARTITION = "rollcall-origin-partition";

    /** See {@link #ORIGIN_TOPIC}. */
    public static final String ORIGIN_OFFSET = "rollcall-origin-offset";

    /** Dead letters: how many bytes were left out because no topic takes them; the record stands at its origin. */
    public static final String BYTES_LEFT_OUT = "rollcall-bytes-left-out";

    private EventHeaders() {}
}
