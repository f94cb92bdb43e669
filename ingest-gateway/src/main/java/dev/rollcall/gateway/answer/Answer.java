package dev.rollcall.gateway.answer;

import dev.rollcall.model.metrics.RefusedRequests;
import java.util.Locale;

/**
 * Everything that a request can end with: status, outcome and, by its name, the reason that the metrics show. Bodies are
 * uniform per status, so that an answer tells a forger nothing.
 *
 * <p>The sender (Svix) takes any 2xx as delivered, retries a 503 after about 5 s but a 429 or a hang after 60 s or more,
 * and switches an endpoint off on a 410. So there is no 410, no 429, and no 2xx that does not mean what it says.
 */
public enum Answer {
    STORED(202, Outcome.ACKNOWLEDGED),
    EXCLUDED_TYPE(202, Outcome.EXCLUDED),
    /** No type can be read, and the object is that of an excluded one. */
    SHAPE(202, Outcome.EXCLUDED),

    MALFORMED_REQUEST(400, Outcome.REJECTED),
    MISSING_HEADER(400, Outcome.REJECTED),
    MALFORMED_HEADER(400, Outcome.REJECTED),
    REPEATED_HEADER(400, Outcome.REJECTED),
    MIXED_HEADER_FAMILIES(400, Outcome.REJECTED),
    TIMESTAMP_OLD(401, Outcome.REJECTED),
    TIMESTAMP_NEW(401, Outcome.REJECTED),
    NO_MATCHING_SIGNATURE(401, Outcome.REJECTED),
    UNKNOWN_SOURCE(401, Outcome.REJECTED),
    PATH(404, Outcome.REJECTED),
    METHOD(405, Outcome.REJECTED),
    SLOW_SENDER(408, Outcome.REJECTED),
    TOO_LARGE(413, Outcome.REJECTED),
    MEDIA_TYPE(415, Outcome.REJECTED),
    CONTENT_ENCODING(415, Outcome.REJECTED),
    HEADERS_TOO_LARGE(431, Outcome.REJECTED),
    /** The sender went away before its request was complete; nobody is left to read the status. */
    DISCONNECTED(400, Outcome.REJECTED),

    /** Topic and metadata have not been seen yet since the start. */
    NOT_READY(503, Outcome.UNAVAILABLE),
    OVER_CAPACITY(503, Outcome.UNAVAILABLE),
    BREAKER_OPEN(503, Outcome.UNAVAILABLE),
    /** Kafka refused the record, or did not answer the producer in time. The record may be in the log. */
    NOT_ACKNOWLEDGED(503, Outcome.UNAVAILABLE),
    /** Not even the producer gave an answer in time. The record may be in the log. */
    OVERDUE(503, Outcome.UNAVAILABLE),
    /** A fault of the gateway itself; details are in its log. */
    INTERNAL(503, Outcome.UNAVAILABLE);

    private final int status;
    private final Outcome outcome;
    private final boolean forSignature;

    Answer(int status, Outcome outcome) {
        this.status = status;
        this.outcome = outcome;
        forSignature = RefusedRequests.isForSignature(reason());
    }

    /** Whether the signature, or the time that it signs, was refused: a secret or a clock may be wrong. */
    public boolean isForSignature() {
        return forSignature;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** As in the metric's label {@code reason}: lower case. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
