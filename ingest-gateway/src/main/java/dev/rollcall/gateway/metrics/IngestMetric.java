package dev.rollcall.gateway.metrics;

/**
 * Every signal of the gateway. In Prometheus the dots are underscores, counters end in {@code _total} and times in
 * {@code _seconds}. Every label value exists at 0 from the start, and none is an id.
 *
 * <p>The equation that always holds when nothing is in flight (promise P9):
 *
 * <pre>
 * rollcall_ingest_received_total = sum of rollcall_ingest_requests_total
 *                                = rejected + excluded + acknowledged + unavailable
 * </pre>
 *
 * The two sides are counted in different places, when a request comes and when its answer is decided; between the two it
 * is in {@code rollcall_ingest_inflight_requests}. Our own heartbeats are requests like any other here, but no webhooks:
 * they are not in {@link #VERIFIED}, {@link #LAST_VERIFIED}, {@link #CLOCK_OFFSET} and {@link #BODY_BYTES}.
 */
public enum IngestMetric {
    /** Counter: requests whose head was read, or that were answered without one. */
    RECEIVED("rollcall.ingest.received"),
    /** Counter by {@code outcome} and {@code reason}, the values of {@link dev.rollcall.gateway.answer.Answer}. */
    REQUESTS("rollcall.ingest.requests"),
    /** Histogram by {@code outcome}: seconds from a request's head to its answer, with Kafka's acknowledgement. */
    DURATION("rollcall.ingest.duration"),
    /** Gauge: the port on which webhooks are received; 0 before it listens. */
    PORT("rollcall.ingest.port"),
    /** Gauge: requests received and not answered yet. */
    INFLIGHT_REQUESTS("rollcall.ingest.inflight.requests"),
    /** Gauge: bytes of events that wait for Kafka's acknowledgement. */
    INFLIGHT_BYTES("rollcall.ingest.inflight.bytes"),
    /** Gauge: how many of them there may be; beyond that the answer is 503. */
    INFLIGHT_BYTES_LIMIT("rollcall.ingest.inflight.bytes.limit"),
    /** Gauge: bytes held by large bodies that are not complete. */
    UNFINISHED_BYTES("rollcall.ingest.unfinished.bytes"),
    /** Gauge: open connections on the public port. */
    CONNECTIONS("rollcall.ingest.connections"),
    /** Gauge: how many there may be. */
    CONNECTIONS_LIMIT("rollcall.ingest.connections.limit"),
    /** Counter: connections closed at once because verified senders held all places. */
    CONNECTIONS_REFUSED("rollcall.ingest.connections.refused"),
    /** Counter: connections without a verified request that gave their place to a new one because there were too many. */
    CONNECTIONS_EVICTED("rollcall.ingest.connections.evicted"),
    /**
     * Counter by {@code source} and {@code secret}: {@code current} is the first one listed, {@code previous} any other.
     * When {@code previous} no longer rises, a rotation is complete.
     */
    VERIFIED("rollcall.ingest.verified"),
    /** Gauge by {@code source}: 1 while its file of secrets cannot be used, so that those read before still hold. */
    SECRETS_STALE("rollcall.ingest.secrets.stale"),
    /** Gauge by {@code source}: 1 while one of its secrets has fewer than the 24 bytes of Clerk's. */
    SECRETS_WEAK("rollcall.ingest.secrets.weak"),
    /** Histogram: size of verified bodies. */
    BODY_BYTES("rollcall.ingest.body.bytes"),
    /** Counter: acknowledgements that came after their request had been answered 503; the sender's retry is a duplicate. */
    LATE_ACKNOWLEDGEMENTS("rollcall.ingest.late.acknowledgements"),
    /** Gauge: our clock minus the time of the last verified attempt, in seconds: skew plus the sender's delay. */
    CLOCK_OFFSET("rollcall.ingest.clock.offset"),
    /** Gauge: when the last webhook was verified, in seconds since the epoch; 0 when none was. */
    LAST_VERIFIED("rollcall.last.verified.webhook.timestamp"),
    /**
     * Gauge: when a request was last refused for its signature or the time that it signs, in seconds since the epoch; 0 when
     * none was. A counter does not say whether a wrong secret is of now or of last week.
     */
    SIGNATURE_REFUSED("rollcall.ingest.signature.refused.timestamp"),
    /** Counter by {@code result}: our own heartbeats, the values of {@link HeartbeatResult}. */
    HEARTBEATS("rollcall.heartbeats"),
    /** Gauge: seconds between two of them; 0 when they are off. */
    HEARTBEAT_INTERVAL("rollcall.heartbeat.interval");

    static final String RESULT_TAG = "result";
    static final String OUTCOME_TAG = "outcome";
    static final String REASON_TAG = "reason";
    static final String SECRET_TAG = "secret";
    static final String SOURCE_TAG = "source";

    private final String meterName;

    IngestMetric(String meterName) {
        this.meterName = meterName;
    }

    /** As Micrometer spells it, with dots. */
    public String meterName() {
        return meterName;
    }
}
