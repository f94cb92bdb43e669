package dev.rollcall.gateway.metrics;

import java.util.Locale;

/** What became of one of our own heartbeats at the public port. */
public enum HeartbeatResult {
    /** Kafka holds it. */
    ACKNOWLEDGED,
    /** It was answered otherwise; {@link IngestMetric#REQUESTS} says how. */
    REFUSED,
    /** The public port did not answer. */
    UNANSWERED;

    /** As in the metric's label: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
