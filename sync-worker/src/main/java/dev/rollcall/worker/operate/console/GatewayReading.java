package dev.rollcall.worker.operate.console;

import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the gateways said last.
 *
 * @param configured how many are asked; 0 when none is configured
 * @param silent the addresses that did not answer, or not as a gateway does
 * @param totals webhooks since this worker began to ask: received, verified, and the outcomes of requests, without the
 *     gateways' own heartbeats
 * @param lastVerifiedMillis when the last webhook was verified, milliseconds since the epoch; null when none was
 * @param breaker the state of the breaker before Kafka, the worst of all gateways': closed, half_open, open; null when
 *     none says
 * @param port where the gateways receive webhooks; null when they do not say, or do not agree
 * @param lastRefused what a gateway refused last; null when it has refused nothing
 * @param signatures what the gateways refused for its signature lately; null when nothing
 */
public record GatewayReading(
        int configured,
        List<String> silent,
        SequencedMap<String, Long> totals,
        @Nullable Long lastVerifiedMillis,
        @Nullable String breaker,
        @Nullable Integer port,
        @Nullable Refusal lastRefused,
        @Nullable Signatures signatures) {

    /**
     * A request that was no webhook of Clerk's.
     *
     * @param reason as the gateway's metrics call it, such as {@code no_matching_signature}
     * @param atMillis when it was seen, milliseconds since the epoch; null when it was before this worker looked
     */
    public record Refusal(String reason, @Nullable Long atMillis) {}

    /**
     * Requests whose signature, or the time that it signs, was refused within the last minutes.
     *
     * @param times how many
     * @param reason of the last one
     * @param atMillis when that was seen, milliseconds since the epoch
     * @param minutes how far back they are counted
     */
    public record Signatures(long times, String reason, long atMillis, long minutes) {}

    public GatewayReading {
        silent = List.copyOf(silent);
    }

    /** Whether the totals are those of every gateway. */
    public boolean isWhole() {
        return configured > 0 && silent.isEmpty();
    }
}
