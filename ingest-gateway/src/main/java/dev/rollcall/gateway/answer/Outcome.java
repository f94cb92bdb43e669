package dev.rollcall.gateway.answer;

import java.util.Locale;

/** What became of a request. Every request has exactly one. */
public enum Outcome {
    /** Refused, and nothing was stored; sending the same again gives the same. */
    REJECTED,
    /** Genuine, of a type that is excluded by configuration, and not stored. */
    EXCLUDED,
    /** Genuine, and held by Kafka on all in-sync replicas. */
    ACKNOWLEDGED,
    /** Not known to be in Kafka. It may be there nevertheless, so the sender must try again. */
    UNAVAILABLE;

    /** As in the metric's label: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
