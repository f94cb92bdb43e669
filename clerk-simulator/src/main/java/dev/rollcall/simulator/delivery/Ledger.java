package dev.rollcall.simulator.delivery;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Counts what becomes of deliveries. Each ends once: begun = acknowledged + undelivered + forgedRefused +
 * forgedAccepted + still open. Safe for use by many threads.
 */
public final class Ledger {

    private final LongAdder begun = new LongAdder();
    private final LongAdder attempts = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder undelivered = new LongAdder();
    private final LongAdder forgedRefused = new LongAdder();
    private final LongAdder forgedAccepted = new LongAdder();
    private final Set<String> acknowledgedIds = ConcurrentHashMap.newKeySet();
    private final Map<Integer, LongAdder> lastStatuses = new ConcurrentHashMap<>();
    private final Set<String> givenUpIds = ConcurrentHashMap.newKeySet();

    void begin() {
        begun.increment();
    }

    void attempt(int number) {
        attempts.increment();
        if (number > 1) {
            retried.increment();
        }
    }

    void acknowledge(String messageId) {
        acknowledgedIds.add(messageId);
        acknowledged.increment();
    }

    void refuse() {
        refused.increment();
    }

    /** @param status of its last answer; 0 when there was none */
    void giveUp(String messageId, int status) {
        givenUpIds.add(messageId);
        lastStatuses.computeIfAbsent(status, any -> new LongAdder()).increment();
        undelivered.increment();
    }

    void endForged(boolean asItMust) {
        (asItMust ? forgedRefused : forgedAccepted).increment();
    }

    public long begun() {
        return begun.sum();
    }

    public long attempts() {
        return attempts.sum();
    }

    public long acknowledged() {
        return acknowledged.sum();
    }

    public long refused() {
        return refused.sum();
    }

    public long retried() {
        return retried.sum();
    }

    public long undelivered() {
        return undelivered.sum();
    }

    public long forgedRefused() {
        return forgedRefused.sum();
    }

    public long forgedAccepted() {
        return forgedAccepted.sum();
    }

    /** How many were given up after which status; 0 is no answer. */
    public Map<Integer, Long> lastStatuses() {
        return lastStatuses.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, status -> status.getValue().sum()));
    }

    public Set<String> acknowledgedIds() {
        return Set.copyOf(acknowledgedIds);
    }

    /** Given up, and not acknowledged by another delivery of the same message. */
    public Set<String> undeliveredIds() {
        Set<String> ids = new HashSet<>(givenUpIds);
        ids.removeAll(acknowledgedIds);
        return ids;
    }

    /** Ended deliveries never outnumber those begun, so nothing is open only when the sums are equal. */
    boolean isSettled() {
        long ended = acknowledged.sum() + undelivered.sum() + forgedRefused.sum() + forgedAccepted.sum();
        return ended == begun.sum();
    }
}
