package dev.rollcall.worker.prepare.kafka;

import java.util.Locale;

/** Who uses Kafka for Rollcall. Each may be a user of its own, or all the same one. */
public enum KafkaUser {

    /** Writes what Clerk sends. */
    GATEWAY,
    /** Applies it, and serves the console. */
    WORKER,
    /** Whoever types commands. */
    OPERATOR;

    /** As options, documents and principals write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
